using System.Threading.Channels;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Callers;

/// <summary>Writes down when personal tokens were used, at most once a minute for each, and never while a call waits for it.</summary>
public sealed class TokenUses(LeadlineDatabase database, TimeProvider clock, ILogger<TokenUses> logger) : BackgroundService
{
    private const int MostWaiting = 1000;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly Channel<(long Id, DateTime At)> waiting = Channel.CreateBounded<(long, DateTime)>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Notes a use.</summary>
    /// <param name="id">The token.</param>
    /// <param name="last">The use before; null for none.</param>
    public void Note(long id, DateTime? last)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (last is null || now - last > Step)
        {
            waiting.Writer.TryWrite((id, now));
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (id, at) in waiting.Reader.ReadAllAsync(stoppingToken))
            {
                await WriteAsync(id, at, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last uses before a stop are not worth waiting for.
        }
    }

    private async Task WriteAsync(long id, DateTime at, CancellationToken ct)
    {
        try
        {
            var before = at - Step;
            await using var db = database.Platform();
            await db.PersonalTokens.Where(token => token.Id == id && (token.LastUsedAt == null || token.LastUsedAt < before))
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.LastUsedAt, at), ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            TokenUsesLog.Failed(logger, fault);
        }
    }
}

internal static partial class TokenUsesLog
{
    [LoggerMessage(LogLevel.Error, "Writing down the use of a personal token failed")]
    public static partial void Failed(ILogger logger, Exception fault);
}
