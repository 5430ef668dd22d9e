using System.Collections.Concurrent;
using System.Data.Common;
using Leadline.Platform.Database;

namespace Leadline.Limits;

/// <summary>
/// Reports what this process counted to the others and learns what they did: one small transaction for all counters that moved, each
/// second and whenever one is pressing. It is not synced to the disk, since a count need not survive a crash. Where the database
/// does not answer in time, each process goes on with what it knows.
/// </summary>
public sealed class SharedCounters(LeadlineDatabase database, TimeProvider clock, ILogger<SharedCounters> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentQueue<Counter> moved = new();
    private readonly SemaphoreSlim pressing = new(0);
    private TaskCompletionSource round = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int isPressed;
    private bool isAlone;
    private long removedAt;

    /// <summary>Reports a counter soon; at once, where it is urgent.</summary>
    internal void Report(Counter counter, bool isUrgent)
    {
        if (counter.Enlist())
        {
            moved.Enqueue(counter);
        }

        if (isUrgent && Interlocked.Exchange(ref isPressed, 1) == 0)
        {
            pressing.Release();
        }
    }

    /// <summary>Reports a counter and waits until the others' counts are known.</summary>
    internal async Task ReportedAsync(Counter counter)
    {
        if (counter.Enlist())
        {
            moved.Enqueue(counter);
        }

        var next = Volatile.Read(ref round).Task;
        Report(counter, isUrgent: true);
        await Task.WhenAny(next, Task.Delay(LongestWait, clock));
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DbConnection? connection = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await ((Task)pressing.WaitAsync(Period, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!TryExchange(() => connection ??= database.OpenForWriting()))
                {
                    connection?.Dispose(); // which may have been cut: the next round opens another
                    connection = null;
                }
            }
        }
        finally
        {
            connection?.Dispose();
            Volatile.Read(ref round).TrySetResult();
        }
    }

    // Whoever enlisted before the round was taken over is in it.
    private bool TryExchange(Func<DbConnection> connection)
    {
        Interlocked.Exchange(ref isPressed, 0);
        var ours = Interlocked.Exchange(ref round, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            Exchange(connection(), clock.GetUtcNow().ToUnixTimeSeconds());
            if (isAlone)
            {
                isAlone = false;
                LimitMessages.SharedAgain(logger);
            }

            return true;
        }
        catch (Exception fault)
        {
            if (!isAlone) // it is told once, however long it lasts
            {
                isAlone = true;
                LimitMessages.NotShared(logger, fault);
            }

            return false;
        }
        finally
        {
            ours.SetResult();
        }
    }

    private void Exchange(DbConnection connection, long now)
    {
        var counters = new List<(Counter Counter, long Delta)>();
        while (moved.TryDequeue(out var counter))
        {
            counters.Add((counter, counter.Take()));
        }

        var removes = now - removedAt >= Period.TotalSeconds * 60;
        if (counters.Count == 0 && !removes)
        {
            return;
        }

        var totals = new List<long>(counters.Count);
        try
        {
            using var transaction = database.BeginForgetful(connection);
            using var add = connection.CreateCommand();
            add.CommandText = """
                INSERT INTO limit_counts ("key", ends_at, calls) VALUES (@key, @ends, @delta)
                ON CONFLICT ("key", ends_at) DO UPDATE SET calls = CASE WHEN limit_counts.calls + @delta > 0 THEN limit_counts.calls + @delta ELSE 0 END RETURNING calls
                """;
            var (key, ends, delta) = (add.Add("@key"), add.Add("@ends"), add.Add("@delta"));
            foreach (var (counter, change) in counters)
            {
                (key.Value, ends.Value, delta.Value) = (counter.Key.ToBytes(), counter.EndsAt, change);
                totals.Add((long)(add.ExecuteScalar() ?? 0L));
            }

            if (removes)
            {
                using var remove = connection.CreateCommand();
                remove.CommandText = "DELETE FROM limit_counts WHERE ends_at <= @now";
                remove.Add("@now", now);
                remove.ExecuteNonQuery();
                removedAt = now;
            }

            transaction.Commit();
        }
        catch (Exception)
        {
            // They are reported with the next round.
            counters.ForEach(each => Report(each.Counter, isUrgent: false));
            throw;
        }

        for (var i = 0; i < counters.Count; i++)
        {
            counters[i].Counter.Learn(counters[i].Delta, totals[i]);
        }
    }
}

internal static partial class LimitMessages
{
    [LoggerMessage(LogLevel.Warning, "What was counted could not be told to the other processes; it is tried again")]
    public static partial void NotShared(ILogger logger, Exception fault);

    [LoggerMessage(LogLevel.Information, "What is counted is told to the other processes again")]
    public static partial void SharedAgain(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The tiers of the tenants could not be read; those known before hold on")]
    public static partial void TiersNotRead(ILogger logger, Exception fault);
}
