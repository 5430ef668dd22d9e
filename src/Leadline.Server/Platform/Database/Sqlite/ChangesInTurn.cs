using System.Threading.Channels;

namespace Leadline.Platform.Database.Sqlite;

/// <summary>
/// Changes on SQLite, which has one writer: one after the other on one connection; those that wait together are committed together, so that they
/// share one sync of the disk.
/// </summary>
internal sealed class ChangesInTurn(LeadlineDatabase database, IdBlocks ids, Commits commits, TimeProvider clock) : TenantWrites(ids, clock)
{
    private const int MostPerCommit = 64;

    private readonly Channel<Waiting> waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IdBlocks ids = ids;
    private readonly Lock gate = new();
    private Task? loop;

    public override async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        if (loop is { } running)
        {
            await running;
        }
    }

    private protected override async Task RunAsync(Job job)
    {
        Start();
        var turn = new Waiting(job);
        await waiting.Writer.WriteAsync(turn, job.Cancellation);
        await turn.Done.Task;
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
        using var connection = (SqliteWriter)database.OpenWriter();
        while (await waiting.Reader.WaitToReadAsync())
        {
            var group = new List<Waiting>();
            try
            {
                connection.Begin();
                while (group.Count < MostPerCommit && waiting.Reader.TryRead(out var turn))
                {
                    group.Add(turn);
                    await RunAsync(turn, connection);
                }

                connection.Commit();
                group.ForEach(turn => turn.Finish());
                group.ForEach(turn => commits.Tell(turn.Job.View.Tenant));
            }
            catch (Exception fault)
            {
                Fail(connection, group, fault);
            }
        }
    }

    private async Task RunAsync(Waiting turn, SqliteWriter connection)
    {
        if (turn.Job.Cancellation.IsCancellationRequested)
        {
            turn.Fault = new OperationCanceledException(turn.Job.Cancellation);
            return;
        }

        connection.Execute("SAVEPOINT change");
        await using var write = Begin(turn.Job, connection);
        try
        {
            await turn.Job.Work(write);
            write.CloseBatch();
        }
        catch (Exception fault)
        {
            write.TakeBack();
            turn.Fault = fault;
        }

        connection.Execute("RELEASE change");
    }

    private void Fail(SqliteWriter connection, List<Waiting> group, Exception fault)
    {
        ids.Forget();
        if (connection.IsInTransaction)
        {
            connection.Execute("ROLLBACK");
        }

        while (group.Count == 0 && waiting.Reader.TryRead(out var next))
        {
            group.Add(next);
        }

        foreach (var turn in group)
        {
            turn.Fault = fault;
            turn.Finish();
        }
    }

    private sealed record Waiting(Job Job)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Fault { get; set; }

        public void Finish()
        {
            if (Fault is null)
            {
                Done.SetResult();
            }
            else
            {
                Done.SetException(Fault);
            }
        }
    }
}
