using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Audit;

/// <summary>A fact to be told.</summary>
/// <param name="Kind">One of <see cref="AuditKinds"/>.</param>
public sealed record AuditEntry(string Kind)
{
    private const int LongestAgent = 255;

    /// <summary>The tenant it concerns; null for what concerns a person in all of theirs.</summary>
    public long? TenantId { get; init; }

    /// <summary>The person it concerns.</summary>
    public long? UserId { get; init; }

    /// <summary>Who acted; null where that is the person it concerns.</summary>
    public Author? Author { get; init; }

    /// <summary>True where nobody knows who acted: a failed sign-in.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>The client id of the app it concerns.</summary>
    public string? AppId { get; init; }

    /// <summary>The address it came from.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser or program calls itself.</summary>
    public string? UserAgent { get; init; }

    /// <summary>What else there is to tell. Never a secret.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>A fact that a request brings about; without one, the command line.</summary>
    public static AuditEntry Of(string kind, HttpContext? http)
    {
        if (http is null)
        {
            return new AuditEntry(kind) { Author = Author.CommandLine };
        }

        var agent = http.Request.Headers.UserAgent.ToString();
        return new AuditEntry(kind)
        {
            Address = http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4().ToString() : http.Connection.RemoteIpAddress?.ToString(),
            UserAgent = agent.Length == 0 ? null : Cut.To(agent, LongestAgent),
        };
    }
}

/// <summary>
/// Tells what the audit page shows. One writer commits what waits together, beside the requests. <see cref="WriteAsync"/> returns once the
/// fact is durable: a sign-in, a sign-out or a revocation is not acknowledged before it is told. <see cref="Note"/> returns at once, so
/// that a refusal takes the same time for an account that there is and for one that there is not; such facts are durable within moments
/// and at an orderly stop, and only a crash can lose the last of them.
/// </summary>
public sealed class AuditLog(LeadlineDatabase database, TimeProvider clock, ILogger<AuditLog> logger) : IAsyncDisposable
{
    private const int MostWaiting = 10_000;
    private const int MostPerCommit = 256;
    private const int MostOutages = 2;

    private readonly Channel<Told> waiting = Channel.CreateBounded<Told>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Lock gate = new();
    private Task? loop;

    /// <summary>Tells a fact and waits until it is durable.</summary>
    public async Task WriteAsync(AuditEntry entry, CancellationToken ct = default)
    {
        var told = new Told(entry, clock.GetUtcNow().UtcDateTime, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Start();
        await waiting.Writer.WriteAsync(told, ct);
        await told.Written.Task;
    }

    /// <summary>Tells a fact with what a context saves next: it is told exactly when what it tells of is done.</summary>
    public void Add(PlatformDb db, AuditEntry entry) => db.AuditEvents.Add(EventOf(entry, clock.GetUtcNow().UtcDateTime));

    /// <summary>Tells a fact soon.</summary>
    public void Note(AuditEntry entry)
    {
        Start();
        if (!waiting.Writer.TryWrite(new Told(entry, clock.GetUtcNow().UtcDateTime, new TaskCompletionSource())))
        {
            AuditMessages.Full(logger, entry.Kind);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        if (loop is { } running)
        {
            await running;
        }
    }

    private void Start()
    {
        lock (gate)
        {
            loop ??= Task.Run(LoopAsync);
        }
    }

    private async Task LoopAsync()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var group = new List<Told>();
            while (group.Count < MostPerCommit && waiting.Reader.TryRead(out var told))
            {
                group.Add(told);
            }

            if (await TryAsync(group) is not null)
            {
                await StoreEachAsync(group);
            }
        }
    }

    // One that cannot be stored loses itself alone; where the database is away, the others do not wait for it one by one.
    private async Task StoreEachAsync(List<Told> group)
    {
        var outages = 0;
        foreach (var (at, told) in group.Index())
        {
            if (await TryAsync([told]) is not { } fault)
            {
                outages = 0;
                continue;
            }

            outages = fault.IsOutage() ? outages + 1 : 0;
            var lost = outages < MostOutages ? [told] : group[at..];
            AuditMessages.Lost(logger, lost.Count, fault);
            lost.ForEach(each => each.Written.SetException(fault));
            if (outages == MostOutages)
            {
                return;
            }
        }
    }

    private async Task<Exception?> TryAsync(List<Told> group)
    {
        try
        {
            await StoreAsync(group);
        }
        catch (Exception fault)
        {
            return fault;
        }

        group.ForEach(told => told.Written.SetResult());
        return null;
    }

    private async Task StoreAsync(List<Told> group)
    {
        await using var db = database.Platform();
        db.AuditEvents.AddRange(group.Select(told => EventOf(told.Entry, told.At)));
        await db.SaveChangesAsync();
    }

    private static AuditEvent EventOf(AuditEntry entry, DateTime at) => new()
    {
        CreatedAt = at,
        Kind = entry.Kind,
        TenantId = entry.TenantId,
        UserId = entry.UserId,
        AuthorKind = entry.Author?.Kind ?? (entry.UserId is null || entry.IsAnonymous ? null : Author.Person),
        AuthorId = entry.Author?.Id ?? (entry.IsAnonymous ? null : entry.UserId?.ToString(CultureInfo.InvariantCulture)),
        AppId = entry.AppId,
        Address = entry.Address,
        UserAgent = entry.UserAgent,
        Details = entry.Details?.ToJsonString(),
    };

    private sealed record Told(AuditEntry Entry, DateTime At, TaskCompletionSource Written);
}

internal static partial class AuditMessages
{
    [LoggerMessage(LogLevel.Error, "{Events} events could not be written to the audit log")]
    public static partial void Lost(ILogger logger, int events, Exception fault);

    [LoggerMessage(LogLevel.Error, "The audit log is behind; an event {Kind} is left out")]
    public static partial void Full(ILogger logger, string kind);

    [LoggerMessage(LogLevel.Error, "Old audit events could not be removed; it is tried again in an hour")]
    public static partial void PruningFailed(ILogger logger, Exception fault);
}
