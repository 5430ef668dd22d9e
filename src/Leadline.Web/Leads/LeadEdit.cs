using System.Globalization;
using System.Text.Json;
using Leadline.Client;
using Leadline.Web.Layout;

namespace Leadline.Web.Leads;

/// <summary>One field of one lead, changed where it stands.</summary>
/// <param name="Column">Which.</param>
/// <param name="Value">The new value: a text, or the number of what was chosen, or of several, with commas; empty for none. Of a name, the given name.</param>
/// <param name="Second">Of a name, the family name.</param>
public sealed record LeadEdit(LeadColumn Column, string Value, string Second = "")
{
    /// <summary>The value as it is edited.</summary>
    public static LeadEdit Of(LeadColumn column, Lead lead) => column.Name switch
    {
        "full_name" => new(column, lead.FirstName ?? "", lead.LastName ?? ""),
        "status" => new(column, TextOf(lead.Status?.Id)),
        "reference_source" => new(column, TextOf(lead.ReferenceSource?.Id)),
        "assigned_user" => new(column, TextOf(lead.AssignedUser?.Id)),
        "country_name" => new(column, TextOf(lead.CountryId)),
        "import_source" => new(column, TextOf(lead.ImportSourceId)),
        "tags" => new(column, OfTags((lead.Tags ?? []).Select(tag => tag.Id))),
        _ => new(column, ShownIn(column, lead)),
    };

    /// <summary>Some tags as the value of an edit.</summary>
    public static string OfTags(IEnumerable<long> tags) => string.Join(',', tags.Order());

    /// <summary>The value as text.</summary>
    public static string ShownIn(LeadColumn column, Lead lead) => column.Name switch
    {
        "full_name" => lead.FullName,
        "first_name" => lead.FirstName ?? "",
        "last_name" => lead.LastName ?? "",
        "phone_number" => lead.PhoneNumber ?? "",
        "email" => lead.Email ?? "",
        "status" => lead.Status?.Name ?? "",
        "reference_source" => lead.ReferenceSource?.Name ?? "",
        "assigned_user" => lead.AssignedUser?.Name ?? "",
        "country_name" => lead.CountryName ?? "",
        "description" => lead.Description ?? "",
        "message" => lead.Message ?? "",
        "preferred_contact" => lead.PreferredContact ?? "",
        "source_page_url" => lead.SourcePageUrl ?? "",
        "external_id" => lead.ExternalId ?? "",
        "external_branch_id" => lead.ExternalBranchId ?? "",
        "external_created_at" => lead.ExternalCreatedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "",
        "import_source" => TextOf(lead.ImportSourceId),
        "marketing_attribution" => lead.MarketingAttribution is { } json ? json.Readable() : "",
        "tags" => string.Join(", ", (lead.Tags ?? []).Select(tag => tag.Name)),
        _ => "",
    };

    /// <summary>What the API is asked to change.</summary>
    public LeadChange ToChange() => Column.Name switch
    {
        "full_name" => new LeadChange { FirstName = OrNull, LastName = Second.Trim() },
        "first_name" => new LeadChange { FirstName = OrNull },
        "last_name" => new LeadChange { LastName = Value.Trim() },
        "phone_number" => new LeadChange { PhoneNumber = OrNull },
        "email" => new LeadChange { Email = OrNull },
        "status" => new LeadChange { LeadStatusId = Number },
        "reference_source" => new LeadChange { LeadReferenceSourceId = Number },
        "assigned_user" => new LeadChange { AssignedUserId = Number },
        "country_name" => new LeadChange { CountryId = Number },
        "description" => new LeadChange { Description = OrNull },
        "message" => new LeadChange { Message = OrNull },
        "preferred_contact" => new LeadChange { PreferredContact = OrNull },
        "source_page_url" => new LeadChange { SourcePageUrl = OrNull },
        "external_id" => new LeadChange { ExternalId = OrNull },
        "external_branch_id" => new LeadChange { ExternalBranchId = OrNull },
        "external_created_at" => new LeadChange { ExternalCreatedAt = Time },
        "import_source" => new LeadChange { ImportSourceId = Number },
        "marketing_attribution" => new LeadChange { MarketingAttribution = Json },
        var name => throw new InvalidOperationException($"{name} is not changed in place."),
    };

    /// <summary>The lead as it will be, shown until the API has answered.</summary>
    public Lead AppliedTo(Lead lead, Workspace workspace) => Column.Name switch
    {
        "full_name" => lead with { FirstName = OrNull, LastName = Second.Trim(), FullName = $"{Value.Trim()} {Second.Trim()}".Trim() },
        "first_name" => lead with { FirstName = OrNull },
        "last_name" => lead with { LastName = Value.Trim() },
        "phone_number" => lead with { PhoneNumber = OrNull },
        "email" => lead with { Email = OrNull },
        "status" => lead with { Status = workspace.Statuses.Where(status => status.Id == Number).Select(status => new LeadStatusReference { Id = status.Id, Name = status.Name, Color = status.Color, IsTerminal = status.IsTerminal }).FirstOrDefault() },
        "reference_source" => lead with { ReferenceSource = workspace.Sources.Where(source => source.Id == Number).Select(source => new ReferenceSourceReference { Id = source.Id, Name = source.Name }).FirstOrDefault() },
        "assigned_user" => lead with { AssignedUser = workspace.Members.Where(member => member.Id == Number).Select(member => new UserReference { Id = member.Id, Name = member.Name }).FirstOrDefault() },
        "country_name" => lead with { CountryId = Number, CountryName = workspace.CountryNameOf(Number) },
        "description" => lead with { Description = OrNull },
        "message" => lead with { Message = OrNull },
        "preferred_contact" => lead with { PreferredContact = OrNull },
        "source_page_url" => lead with { SourcePageUrl = OrNull },
        "external_id" => lead with { ExternalId = OrNull },
        "external_branch_id" => lead with { ExternalBranchId = OrNull },
        "external_created_at" => lead with { ExternalCreatedAt = Time },
        "import_source" => lead with { ImportSourceId = Number },
        "marketing_attribution" => lead with { MarketingAttribution = Json },
        "tags" => lead with { Tags = TagsFrom(lead.Tags ?? [], workspace) },
        _ => lead,
    };

    /// <summary>The numbers of the tags that were chosen.</summary>
    public IReadOnlySet<long> Tags => Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(tag => long.Parse(tag, CultureInfo.InvariantCulture)).ToHashSet();

    /// <summary>The time that was chosen; null for none.</summary>
    public DateTimeOffset? Time => DateTimeOffset.TryParse(Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private string? OrNull => Value.Trim() is { Length: > 0 } text ? text : null;

    private long? Number => long.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private IReadOnlyList<TagReference> TagsFrom(IReadOnlyList<TagReference> own, Workspace workspace) =>
    [
        .. own.Where(tag => Tags.Contains(tag.Id)),
        .. workspace.Tags.Where(tag => Tags.Contains(tag.Id) && own.All(other => other.Id != tag.Id)).Select(tag => new TagReference { Id = tag.Id, Name = tag.Name, Color = tag.Color }),
    ];

    private JsonElement? Json => OrNull is { } text ? JsonElement.Parse(text) : null;

    private static string TextOf(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
