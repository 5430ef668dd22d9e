using System.Globalization;
using System.Text.Json;
using Leadline.Client;
using Leadline.Web.Layout;
using Microsoft.Extensions.Localization;

namespace Leadline.Web.Records;

/// <summary>Entries of the journal as people read them: who did what, and from which value to which.</summary>
public sealed class JournalWords(IStringLocalizer<Texts> texts, Workspace workspace, Moments moments)
{
    // Numbers and times that a record has for the server's sake, or that the sentence tells already.
    private static readonly string[] Hidden = ["id", "tenant_id", "created_at", "updated_at", "deleted_at", "lead_id", "customer_id", "status_before_conversion_id"];

    private static readonly Dictionary<string, string> Labels = new()
    {
        ["first_name"] = "First name", ["last_name"] = "Last name", ["phone_number"] = "Phone", ["email"] = "E-mail",
        ["lead_status_id"] = "Status", ["lead_reference_source_id"] = "Source", ["assigned_user_id"] = "Owner", ["country_id"] = "Country",
        ["preferred_contact"] = "Preferred contact", ["description"] = "Description", ["message"] = "Message", ["source_page_url"] = "Source page",
        ["external_id"] = "External id", ["external_branch_id"] = "Branch", ["converted_at"] = "Converted", ["last_synced_at"] = "Compared",
        ["date_of_birth"] = "Date of birth", ["gender"] = "Gender", ["identity_number"] = "Identity number", ["job"] = "Job", ["address"] = "Address",
        ["default_channel_id"] = "Preferred channel", ["related_user_id"] = "Looked after by", ["content"] = "Text", ["user_id"] = "Written by",
        ["import_source_id"] = "Import source", ["tag_id"] = "Tag",
    };

    /// <summary>What colleagues call the author.</summary>
    public string WhoOf(JournalAuthor author) => workspace.NameOf(author) ?? author.Kind switch
    {
        "person" => texts["A person"],
        "app" => texts["An app"],
        "operator" => texts["The operator"],
        _ => texts["Leadline"],
    };

    /// <summary>What was done, after the name of who did it.</summary>
    public string WhatOf(JournalEntry entry)
    {
        var deleted = entry.Changes.TryGetValue("deleted_at", out var deletion) ? IsThere(deletion.New) : (bool?)null;
        return entry.Entity switch
        {
            "lead_note" or "customer_note" when entry.Operation == "created" => texts["added a note"],
            "lead_note" or "customer_note" when deleted is true || entry.Operation == "deleted" => texts["deleted a note"],
            "lead_note" or "customer_note" when deleted is false => texts["restored a note"],
            "lead_note" or "customer_note" => texts["changed a note"],
            "lead_tag" or "customer_tag" => entry.Operation == "deleted" ? texts["took off the tag {0}", TagOf(entry)] : texts["put on the tag {0}", TagOf(entry)],
            _ when entry.Action == "lead.convert" && entry.Subject == "customer" => texts["made this customer of a lead"],
            _ when entry.Action == "lead.convert" => texts["converted this"],
            _ when entry.Action == "lead.revert_conversion" => texts["took the conversion back"],
            _ when entry.Operation == "created" => texts["added this"],
            _ when deleted is true || entry.Operation == "deleted" => texts["deleted this"],
            _ when deleted is false => texts["restored this"],
            _ => texts["changed this"],
        };
    }

    /// <summary>By what it was done, where that is worth telling.</summary>
    public string? ThroughOf(JournalAuthor author) => author.Through switch
    {
        "undo" => texts["by an undo"].Value,
        "bulk" => texts["in a change of many"].Value,
        "seed" => texts["as an example"].Value,
        "command line" => texts["on the command line"].Value,
        _ => null,
    };

    /// <summary>The fields whose change is told, in the order of their names.</summary>
    public static IEnumerable<KeyValuePair<string, FieldChange>> ShownOf(JournalEntry entry) => entry.Operation == "updated" || entry.Entity is "lead_note" or "customer_note"
        ? entry.Changes.Where(change => !Hidden.Contains(change.Key) && (entry.Operation == "updated" || change.Key == "content"))
        : [];

    /// <summary>What a field is called.</summary>
    public string LabelOf(string field) => Labels.TryGetValue(field, out var label) ? texts[label] : field;

    /// <summary>A value; empty for none.</summary>
    /// <param name="field">Its field, by the name on the wire.</param>
    /// <param name="value">The value.</param>
    /// <param name="countries">The countries, for their names.</param>
    public string ValueOf(string field, JsonElement? value, IReadOnlyList<Country> countries)
    {
        if (value is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } some)
        {
            return "";
        }

        var number = some.ValueKind == JsonValueKind.Number && some.TryGetInt64(out var id) ? id : 0;
        return field switch
        {
            "lead_status_id" => workspace.Statuses.FirstOrDefault(status => status.Id == number)?.Name ?? some.ToString(),
            "lead_reference_source_id" => workspace.Sources.FirstOrDefault(source => source.Id == number)?.Name ?? some.ToString(),
            "assigned_user_id" or "related_user_id" or "user_id" => workspace.Members.FirstOrDefault(member => member.Id == number)?.Name ?? some.ToString(),
            "country_id" => countries.FirstOrDefault(country => country.Id == number)?.Name ?? some.ToString(),
            "gender" => texts[some.ToString()],
            "date_of_birth" => some.TryGetDateTimeOffset(out var day) ? day.UtcDateTime.ToString("d", CultureInfo.CurrentCulture) : some.ToString(),
            _ when field.EndsWith("_at", StringComparison.Ordinal) && some.ValueKind == JsonValueKind.String && some.TryGetDateTimeOffset(out var time) => moments.Exact(time),
            _ when some.ValueKind is JsonValueKind.True or JsonValueKind.False => some.GetBoolean() ? texts["yes"] : texts["no"],
            _ => some.ToString(),
        };
    }

    private string TagOf(JournalEntry entry)
    {
        var change = entry.Changes.GetValueOrDefault("tag_id");
        var value = IsThere(change?.New) ? change?.New : change?.Old;
        return value is { ValueKind: JsonValueKind.Number } number ? workspace.Tags.FirstOrDefault(tag => tag.Id == number.GetInt64())?.Name ?? number.ToString() : "";
    }

    private static bool IsThere(JsonElement? value) => value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };
}
