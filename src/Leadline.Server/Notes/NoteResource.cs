using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Notes;

/// <summary>A note as the published page shows it.</summary>
/// <param name="Id">The note's number.</param>
/// <param name="Content">The text.</param>
/// <param name="UserId">The member who wrote it.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="DeletedAt">When it was deleted.</param>
/// <param name="Author">The member who wrote it, by name.</param>
public sealed record NoteResource(
    long Id, string Content, long? UserId, DateTime CreatedAt, DateTime UpdatedAt, DateTime? DeletedAt, NoteAuthor? Author);

/// <summary>The member who wrote a note.</summary>
/// <param name="Id">The user's number.</param>
/// <param name="Name">What colleagues call them.</param>
public sealed record NoteAuthor(long Id, string Name);

/// <summary>Generated JSON contracts of the notes' wire types.</summary>
[JsonSerializable(typeof(Page<NoteResource>))]
[JsonSerializable(typeof(Record<NoteResource>))]
internal sealed partial class NoteJson : JsonSerializerContext;
