using System.Text.Json.Serialization;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.Leads.ReferenceSources;

/// <summary>A reference source as the published page shows it.</summary>
/// <param name="Id">The source's number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="ExternalId">Its number in another system.</param>
/// <param name="Color">The colour it is shown in.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record LeadReferenceSourceResource(long Id, string Name, string? ExternalId, string? Color, DateTime CreatedAt, DateTime UpdatedAt)
{
    /// <summary>The resource of a reference source.</summary>
    public static LeadReferenceSourceResource Of(LeadReferenceSource source) =>
        new(source.Id, source.Name, source.ExternalId, source.Color, source.CreatedAt, source.UpdatedAt);

    /// <summary>The answer of a change that leaves a reference source.</summary>
    internal static Reply Reply(LeadReferenceSource source, IReadOnlyList<DeletedTwin>? twins = null) => Journal.Reply.Ok(Of(source), RecordTag.Of(source.Version), twins);
}

/// <summary>Generated JSON contracts of the reference sources' wire types.</summary>
[JsonSerializable(typeof(Page<LeadReferenceSourceResource>))]
[JsonSerializable(typeof(Record<LeadReferenceSourceResource>))]
internal sealed partial class LeadReferenceSourceJson : JsonSerializerContext;
