using System.Text.Json.Serialization;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.Tags;

/// <summary>A tag as the published page shows it.</summary>
/// <param name="Id">The tag's number.</param>
/// <param name="TenantId">The tenant's number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Color">The colour it is shown in, as <c>#rrggbb</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="DeletedAt">When it was deleted.</param>
public sealed record TagResource(long Id, long TenantId, string Name, string Color, DateTime CreatedAt, DateTime UpdatedAt, DateTime? DeletedAt)
{
    /// <summary>The resource of a tag.</summary>
    public static TagResource Of(Tag tag) => new(tag.Id, tag.TenantId, tag.Name, tag.Color, tag.CreatedAt, tag.UpdatedAt, tag.DeletedAt);

    /// <summary>The answer of a change that leaves a tag.</summary>
    internal static Reply Reply(Tag tag, IReadOnlyList<DeletedTwin>? twins = null) => Journal.Reply.Ok(Of(tag), RecordTag.Of(tag.Version), twins);
}

/// <summary>Generated JSON contracts of the tags' wire types.</summary>
[JsonSerializable(typeof(Page<TagResource>))]
[JsonSerializable(typeof(Record<TagResource>))]
internal sealed partial class TagJson : JsonSerializerContext;
