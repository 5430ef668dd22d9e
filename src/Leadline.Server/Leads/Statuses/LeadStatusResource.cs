using System.Text.Json.Serialization;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.Leads.Statuses;

/// <summary>A status as the published page shows it.</summary>
/// <param name="Id">The status's number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Slug">What programs call it.</param>
/// <param name="Color">The colour it is shown in.</param>
/// <param name="SortOrder">Its place among the statuses.</param>
/// <param name="IsDefault">Whether a new lead gets it.</param>
/// <param name="IsTerminal">Whether the work on a lead ends here.</param>
/// <param name="IsSystem">Whether Leadline itself relies on it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record LeadStatusResource(
    long Id, string Name, string Slug, string? Color, int SortOrder, bool IsDefault, bool IsTerminal, bool IsSystem, DateTime CreatedAt, DateTime UpdatedAt)
{
    /// <summary>The resource of a status.</summary>
    public static LeadStatusResource Of(LeadStatus status) => new(
        status.Id, status.Name, status.Slug, status.Color, status.SortOrder, status.IsDefault, status.IsTerminal, status.IsSystem, status.CreatedAt, status.UpdatedAt);

    /// <summary>The answer of a change that leaves a status.</summary>
    internal static Reply Reply(LeadStatus status, IReadOnlyList<DeletedTwin>? twins = null) => Journal.Reply.Ok(Of(status), RecordTag.Of(status.Version), twins);
}

/// <summary>Generated JSON contracts of the statuses' wire types.</summary>
[JsonSerializable(typeof(Page<LeadStatusResource>))]
[JsonSerializable(typeof(Record<LeadStatusResource>))]
internal sealed partial class LeadStatusJson : JsonSerializerContext;
