using System.Globalization;

namespace Leadline.Platform.Database;

/// <summary>Who changes something, and through what; told by the journal.</summary>
/// <param name="Kind">What acts: <see cref="Person"/>, <see cref="App"/>, <see cref="Operator"/> or <see cref="System"/>.</param>
/// <param name="Id">The user's id, the app's client id; for the others the kind itself.</param>
/// <param name="Through">The way: <c>api</c>, <c>page</c>, <c>command line</c>, <c>seed</c>, <c>bulk</c>, <c>undo</c>, <c>schedule</c>.</param>
public sealed record Author(string Kind, string Id, string Through)
{
    /// <summary>A person; the id is the user's.</summary>
    public const string Person = "person";

    /// <summary>A program with a client id of its own.</summary>
    public const string App = "app";

    /// <summary>Whoever runs the installation.</summary>
    public const string Operator = "operator";

    /// <summary>Leadline itself.</summary>
    public const string System = "system";

    /// <summary>The user's id; null for what is no person.</summary>
    public long? UserId => Kind == Person ? long.Parse(Id, CultureInfo.InvariantCulture) : null;

    /// <summary>The operator at the command line.</summary>
    public static Author CommandLine { get; } = new(Operator, Operator, "command line");

    /// <summary>Leadline itself, by its schedule.</summary>
    public static Author Leadline { get; } = new(System, System, "schedule");
}

/// <summary>Changes that belong together and can be undone together: one call, one load, one bulk edit.</summary>
public sealed class Batch : IRow, IUnjournalled
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The batch's number, unique in the installation.</summary>
    public long Id { get; set; }

    /// <summary>What was done: <c>lead.create</c>, <c>lead.convert</c>.</summary>
    public required string Action { get; set; }

    /// <summary>What acted; see <see cref="Author"/>.</summary>
    public required string AuthorKind { get; set; }

    /// <summary>Who acted; see <see cref="Author"/>.</summary>
    public required string AuthorId { get; set; }

    /// <summary>Through what; see <see cref="Author"/>.</summary>
    public required string Through { get; set; }

    /// <summary>When it began.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>For an undo: the batch it took back.</summary>
    public long? UndoesBatchId { get; set; }
}
