using System.Globalization;
using System.Text.Json;
using Leadline.Client;
using Leadline.Web.Layout;
using Microsoft.Extensions.Localization;

namespace Leadline.Web.Records;

/// <summary>The journal in words: who did what, and names instead of numbers.</summary>
public sealed class TimelineText(Workspace workspace, Moments moments, IStringLocalizer<Texts> texts)
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["first_name"] = "First name", ["last_name"] = "Last name", ["phone_number"] = "Phone", ["email"] = "E-mail",
        ["lead_status_id"] = "Status", ["lead_reference_source_id"] = "Source", ["assigned_user_id"] = "Owner", ["country_id"] = "Country",
        ["description"] = "Description", ["message"] = "Message", ["preferred_contact"] = "Preferred contact", ["source_page_url"] = "Source page",
        ["marketing_attribution"] = "Attribution", ["external_id"] = "External id", ["external_branch_id"] = "Branch",
        ["external_created_at"] = "Made there", ["import_source_id"] = "Import source", ["last_synced_at"] = "Compared",
        ["customer_id"] = "Customer", ["converted_at"] = "Converted", ["status_before_conversion_id"] = "Status before the conversion",
        ["deleted_at"] = "Deleted", ["created_at"] = "Created", ["title"] = "Title", ["due_at"] = "Due", ["remind_at"] = "Reminder", ["completed_at"] = "Done", ["content"] = "Text", ["user_id"] = "Written by", ["tag_id"] = "Tag",
        ["date_of_birth"] = "Date of birth", ["gender"] = "Gender", ["identity_number"] = "Identity number", ["job"] = "Job", ["address"] = "Address",
        ["default_channel_id"] = "Preferred channel", ["related_user_id"] = "Looked after by",
    };

    private IReadOnlyList<Country> countries = [];

    /// <summary>Reads the names that are not known yet.</summary>
    public async Task ReadNamesAsync() => countries = await workspace.CountriesAsync();

    /// <summary>Who made a change.</summary>
    public string Who(JournalAuthor author) => author.Kind switch
    {
        "person" => workspace.NameOf(author) ?? texts["Somebody"],
        "app" => texts["The app {0}", author.Id],
        "operator" => texts["The operator"],
        _ => texts["Leadline"],
    };

    /// <summary>What was done, as a sentence.</summary>
    public string What(JournalEntry entry)
    {
        var who = Who(entry.Author);
        return (entry.Entity, entry.Operation) switch
        {
            _ when IsErasure(entry) => texts["{0} erased what was personal", who],
            ("customer", "created") when entry.Action == "lead.convert" => texts["{0} made a customer of a lead", who],
            ("lead" or "customer" or "task", "created") => texts["{0} added {1}", who, NounOf(entry)],
            ("lead" or "customer" or "task", _) when Became(entry, "deleted_at") is { } isDeleted => isDeleted ? texts["{0} deleted {1}", who, NounOf(entry)] : texts["{0} restored {1}", who, NounOf(entry)],
            ("lead", _) when Became(entry, "converted_at") is { } isConverted => isConverted ? texts["{0} made a customer of the lead", who] : texts["{0} took the conversion back", who],
            ("task", _) when Became(entry, "completed_at") is { } isDone => isDone ? texts["{0} did the task", who] : texts["{0} opened the task again", who],
            ("lead" or "customer" or "task", "deleted") => texts["{0} removed {1}", who, NounOf(entry)],
            ("lead" or "customer" or "task", _) => texts["{0} changed {1}", who, NounOf(entry)],
            ("lead_note" or "customer_note", "created") => texts["{0} wrote a note", who],
            ("lead_note" or "customer_note", _) when Became(entry, "deleted_at") is { } isDeleted => isDeleted ? texts["{0} deleted a note", who] : texts["{0} restored a note", who],
            ("lead_note" or "customer_note", "deleted") => texts["{0} removed a note", who],
            ("lead_note" or "customer_note", _) => texts["{0} changed a note", who],
            ("lead_tag" or "customer_tag", "created") => texts["{0} added the tag “{1}”", who, TagOf(entry)],
            ("lead_tag" or "customer_tag", _) => texts["{0} took off the tag “{1}”", who, TagOf(entry)],
            (var entity, "created") => texts["{0} added: {1}", who, entity],
            (var entity, "deleted") => texts["{0} removed: {1}", who, entity],
            (var entity, _) => texts["{0} changed: {1}", who, entity],
        };
    }

    /// <summary>By which way; null for the usual one.</summary>
    public string? Way(JournalEntry entry) => entry.Author.Through switch
    {
        "api" or "page" => entry.Action is "lead.restore_value" or "customer.restore_value" ? texts["a former value brought back"].Value : null,
        "undo" => texts["as an undo"],
        "bulk" => texts["with many leads at once"],
        "seed" => texts["as sample data"],
        "command line" => texts["on the command line"],
        var way => way,
    };

    /// <summary>What a field is called.</summary>
    public string LabelOf(string field) => Labels.TryGetValue(field, out var label) ? texts[label] : field;

    /// <summary>A value in words; empty for none.</summary>
    public string ValueOf(string field, JsonElement? value)
    {
        if (value is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } some)
        {
            return "";
        }

        if (field == "gender")
        {
            return texts[some.Plain()];
        }

        if (field == "date_of_birth" && some.TryGetDateTimeOffset(out var day))
        {
            return day.UtcDateTime.ToString("d", CultureInfo.CurrentCulture);
        }

        if (some.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return some.GetBoolean() ? texts["yes"] : texts["no"];
        }

        if (some.ValueKind == JsonValueKind.Number && some.TryGetInt64(out var number))
        {
            return NameOf(field, number) ?? (Labels.ContainsKey(field) && field.EndsWith("_id", StringComparison.Ordinal) ? $"#{number}" : number.ToString(CultureInfo.CurrentCulture));
        }

        return field.EndsWith("_at", StringComparison.Ordinal) && DateTimeOffset.TryParse(some.Plain(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? moments.Exact(time)
            : some.Plain();
    }

    /// <summary>The changes that are worth being told.</summary>
    public IReadOnlyList<(string Field, FieldChange Change)> ChangesOf(JournalEntry entry) =>
    [
        .. entry.Changes.Where(change => !IsInSentence(entry, change.Key) && (ValueOf(change.Key, change.Value.Old).Length > 0 || ValueOf(change.Key, change.Value.New).Length > 0))
            .Select(change => (change.Key, change.Value)),
    ];

    /// <summary>Whether the entry tells of a person's erasure, which nothing brings back.</summary>
    public static bool IsErasure(JournalEntry entry) => entry.Action is "lead.erase" or "customer.erase";

    private static bool IsInSentence(JournalEntry entry, string field) =>
        field is "id" or "tenant_id" or "version" or "updated_at" or "deleted_at" or "converted_at" or "completed_at" or "lead_id" or "status_before_conversion_id"
        || field.EndsWith("_key", StringComparison.Ordinal)
        || (field is "created_at" or "user_id" && entry.Operation == "created")
        || (field == "customer_id" && entry.Entity != "lead")
        || entry.Entity is "lead_tag" or "customer_tag";

    private string TagOf(JournalEntry entry) =>
        entry.Changes.TryGetValue("tag_id", out var change) ? ValueOf("tag_id", change.New is { ValueKind: JsonValueKind.Number } ? change.New : change.Old) : "";

    private string? NameOf(string field, long id) => field switch
    {
        "lead_status_id" or "status_before_conversion_id" => workspace.Statuses.FirstOrDefault(status => status.Id == id)?.Name,
        "lead_reference_source_id" => workspace.Sources.FirstOrDefault(source => source.Id == id)?.Name,
        "assigned_user_id" or "user_id" or "related_user_id" => workspace.Members.FirstOrDefault(member => member.Id == id)?.Name,
        "tag_id" => workspace.Tags.FirstOrDefault(tag => tag.Id == id)?.Name,
        "country_id" => countries.FirstOrDefault(country => country.Id == id)?.Name,
        _ => null,
    };

    private string NounOf(JournalEntry entry) => entry.Entity switch
    {
        "lead" => texts["the lead"],
        "customer" => texts["the customer"],
        _ => texts["the task"],
    };

    // True where it got a value, false where it lost it, null where it stayed.
    private static bool? Became(JournalEntry entry, string field) =>
        entry.Operation == "updated" && entry.Changes.TryGetValue(field, out var change)
            ? change.New is { ValueKind: not JsonValueKind.Null }
            : null;
}
