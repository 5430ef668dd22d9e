using System.Text.Json.Nodes;
using Leadline.Platform.Database;

namespace Leadline.Jobs;

/// <summary>Work too long for one call: done in steps, each a transaction that also notes how far it is, so a killed process goes on where it was.</summary>
public sealed class Job : IRow, IUnjournalled
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>What it does: <c>lead.bulk</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>One of the states below.</summary>
    public required string State { get; set; }

    /// <summary>The kinds of rows it changes, as the journal calls them, with blanks between them; who may see or stop it must be allowed those of all.</summary>
    public required string Touches { get; set; }

    /// <summary>What it was asked: the text of a JSON object. Kept until it has ended, since it may hold what people are called.</summary>
    public required string Payload { get; set; }

    /// <summary>What it has to tell: the text of a JSON object, or null.</summary>
    public string? Result { get; set; }

    /// <summary>How many rows there are to do.</summary>
    public long Total { get; set; }

    /// <summary>How many are done.</summary>
    public long Done { get; set; }

    /// <summary>The number of the last row that is done.</summary>
    public long Cursor { get; set; }

    /// <summary>The journal's batch of all its changes.</summary>
    public long? BatchId { get; set; }

    /// <summary>Who asked; see <see cref="Author"/>.</summary>
    public required string AuthorKind { get; set; }

    /// <summary>Who asked; see <see cref="Author"/>.</summary>
    public required string AuthorId { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>Waits for its turn.</summary>
    public const string Queued = "queued";

    /// <summary>Has begun.</summary>
    public const string Running = "running";

    /// <summary>Did all there was to do.</summary>
    public const string Finished = "finished";

    /// <summary>Was stopped; what it had done stays, and can be undone.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Could not go on; its result holds the reason. What it had done stays, and can be undone.</summary>
    public const string Failed = "failed";

    /// <summary>Kinds of rows as <see cref="Touches"/> has them.</summary>
    public static string TouchesOf(IEnumerable<string> entities) => string.Join(' ', entities);

    /// <summary>True while there may be more to do.</summary>
    public bool IsOpen => State is Queued or Running;

    /// <summary>Ends it, and says why in its result; what it had done stays, and can be undone.</summary>
    /// <param name="reason">Why it cannot go on, in a sentence.</param>
    /// <param name="now">When.</param>
    public void Fail(string reason, DateTime now)
    {
        var told = Result is null ? [] : JsonNode.Parse(Result) as JsonObject ?? [];
        told["reason"] = reason;
        (Result, State, FinishedAt) = (told.ToJsonString(), Failed, now);
    }
}
