using System.Text.Json.Serialization;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.Leads.ImportSources;

/// <summary>An import source as it goes over the wire.</summary>
/// <param name="Id">The source's number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record ImportSourceResource(long Id, string Name, DateTime CreatedAt, DateTime UpdatedAt)
{
    /// <summary>The resource of an import source.</summary>
    public static ImportSourceResource Of(ImportSource source) =>
        new(source.Id, source.Name, source.CreatedAt, source.UpdatedAt);

    /// <summary>The answer of a change that leaves an import source.</summary>
    internal static Reply Reply(ImportSource source, IReadOnlyList<DeletedTwin>? twins = null) => Journal.Reply.Ok(Of(source), RecordTag.Of(source.Version), twins);
}

/// <summary>Generated JSON contracts of the import sources' wire types.</summary>
[JsonSerializable(typeof(Page<ImportSourceResource>))]
[JsonSerializable(typeof(Record<ImportSourceResource>))]
internal sealed partial class ImportSourceJson : JsonSerializerContext;
