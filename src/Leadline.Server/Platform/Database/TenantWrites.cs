using System.Data.Common;
using System.Threading.Channels;

namespace Leadline.Platform.Database;

/// <summary>
/// Changes of tenant data. Each runs whole or not at all, under a batch of the journal, one after the other on one connection;
/// those that wait together are committed together, so that they share one sync of the disk.
/// </summary>
public sealed class TenantWrites(LeadlineDatabase database, IdBlocks ids, Commits commits, TimeProvider clock) : IAsyncDisposable
{
    private const int MostPerCommit = 64;

    private readonly Channel<Job> jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock gate = new();
    private Task? loop;

    /// <summary>Runs a change under a batch of its own and waits until it is durable.</summary>
    public Task<T> RunAsync<T>(TenantView view, Author author, string action, Func<TenantWrite, Task<T>> work, CancellationToken ct) =>
        RunAsync(view, author, action, work, batch: null, ct);

    /// <summary>Runs a change and waits until it is durable.</summary>
    /// <param name="view">Whose data, as its author sees it.</param>
    /// <param name="author">Who changes it.</param>
    /// <param name="action">What is done, for the journal: <c>lead.create</c>.</param>
    /// <param name="work">The change. It awaits nothing but the database. Where it throws, nothing is changed.</param>
    /// <param name="batch">The batch that the change goes on with; null for a batch of its own.</param>
    /// <param name="ct">Gives up, unless the work has begun.</param>
    /// <returns>What the work returns.</returns>
    public async Task<T> RunAsync<T>(
        TenantView view, Author author, string action, Func<TenantWrite, Task<T>> work, long? batch, CancellationToken ct)
    {
        var result = default(T);
        var job = new Job(view, author, action, batch, async write => result = await work(write), ct);
        Start();
        await jobs.Writer.WriteAsync(job, ct);
        await job.Done.Task;
        return result ?? throw new InvalidOperationException("A change returned nothing.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        jobs.Writer.TryComplete();
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
        using var connection = database.OpenWriter();
        while (await jobs.Reader.WaitToReadAsync())
        {
            var group = new List<Job>();
            try
            {
                connection.Begin();
                while (group.Count < MostPerCommit && jobs.Reader.TryRead(out var job))
                {
                    group.Add(job);
                    await RunAsync(job, connection);
                }

                connection.Commit();
                group.ForEach(job => job.Finish());
                group.ForEach(job => commits.Tell(job.View.Tenant));
            }
            catch (Exception fault)
            {
                Fail(connection, group, fault);
            }
        }
    }

    private async Task RunAsync(Job job, WritingConnection connection)
    {
        if (job.Cancellation.IsCancellationRequested)
        {
            job.Fault = new OperationCanceledException(job.Cancellation);
            return;
        }

        connection.Execute("SAVEPOINT change");
        await using var write = new TenantWrite(connection, ids, job.View, job.Author, job.Action, job.Batch, Now());
        try
        {
            await job.Work(write);
            write.CloseBatch();
        }
        catch (Exception fault)
        {
            write.TakeBack();
            job.Fault = fault;
        }

        connection.Execute("RELEASE change");
    }

    private void Fail(WritingConnection connection, List<Job> group, Exception fault)
    {
        ids.Forget();
        if (connection.IsInTransaction)
        {
            connection.Execute("ROLLBACK");
        }

        while (group.Count == 0 && jobs.Reader.TryRead(out var waiting))
        {
            group.Add(waiting);
        }

        foreach (var job in group)
        {
            job.Fault = fault;
            job.Finish();
        }
    }

    // Times are stored to the microsecond, so that what a reply tells is what is stored.
    private DateTime Now()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private sealed record Job(TenantView View, Author Author, string Action, long? Batch, Func<TenantWrite, Task> Work, CancellationToken Cancellation)
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

/// <summary>A change under way: the tenant's rows, and the platform's, in one transaction.</summary>
public sealed class TenantWrite : IAsyncDisposable
{
    private readonly IdBlocks ids;
    private readonly Lazy<TenantDb> db;
    private readonly Lazy<PlatformDb> platform;
    private readonly Lazy<string?> defaultCountry;
    private readonly HashSet<(string Subject, long Id)> shown = [];
    private bool isOpen;

    internal TenantWrite(
        WritingConnection connection, IdBlocks ids, TenantView view, Author author, string action, long? batch, DateTime now)
    {
        this.ids = ids;
        Connection = connection;
        Snapshot = Snapshot.Within(connection.Prepared);
        View = view;
        Author = author;
        Action = action;
        Now = now;
        BatchId = batch;
        db = new Lazy<TenantDb>(() => connection.For(this));
        platform = new Lazy<PlatformDb>(connection.Platform);
        defaultCountry = new Lazy<string?>(() => Read("SELECT default_country FROM tenants WHERE id = @tenant", ("@tenant", view.Tenant.Value)) as string);
    }

    /// <summary>The tenant's data, as the author sees it.</summary>
    public TenantView View { get; }

    /// <summary>The tenant.</summary>
    public TenantId Tenant => View.Tenant;

    /// <summary>Who changes it.</summary>
    public Author Author { get; }

    /// <summary>What is done.</summary>
    public string Action { get; }

    /// <summary>The time of the change, to the microsecond.</summary>
    public DateTime Now { get; }

    /// <summary>The batch; null until the first row is written.</summary>
    public long? BatchId { get; private set; }

    /// <summary>For an undo: the batch it takes back.</summary>
    public long? Undoes { get; set; }

    /// <summary>The tenant's rows.</summary>
    public TenantDb Db => db.Value;

    /// <summary>The platform's rows, in the same transaction.</summary>
    public PlatformDb Platform => platform.Value;

    /// <summary>What the change sees, for hand-written reads that are shared with others.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>The records that the answer shows, by kind and number; so that erasing one of them finds the answers kept of it.</summary>
    public IReadOnlySet<(string Subject, long Id)> Shown => shown;

    internal WritingConnection Connection { get; }

    /// <summary>The tenant's country for phone numbers typed without one.</summary>
    public string? DefaultCountry => defaultCountry.Value;

    /// <summary>Takes back what was changed so far; nothing more may be changed through <see cref="Db"/>.</summary>
    public void TakeBack()
    {
        Execute("ROLLBACK TO change");
        isOpen = false;

        // Ids that were reserved in what is taken back are free again in the database, so they must not be handed out here.
        ids.Forget();
    }

    /// <summary>Notes that the answer shows a record, or a part of it.</summary>
    /// <param name="subject">The kind of record, as the journal calls it: <c>lead</c>.</param>
    /// <param name="id">Its number.</param>
    public void Shows(string subject, long id) => shown.Add((subject, id));

    /// <summary>The next free id of a table.</summary>
    public long NextId(string table) => ids.Next(table, Connection.Connection);

    /// <summary>Opens the batch, unless it is open: from here on the journal knows to whom changes belong.</summary>
    public void OpenBatch()
    {
        if (isOpen)
        {
            return;
        }

        isOpen = true;
        if (BatchId is null)
        {
            BatchId = NextId("batches");
            Execute(
                """
                INSERT INTO batches (tenant_id, id, action, author_kind, author_id, through, created_at, undoes_batch_id)
                VALUES (@tenant, @batch, @action, @kind, @author, @through, @now, @undoes)
                """,
                ("@tenant", Tenant.Value), ("@batch", BatchId), ("@action", Action), ("@kind", Author.Kind), ("@author", Author.Id),
                ("@through", Author.Through), ("@now", Timestamp.ToMicroseconds(Now)), ("@undoes", Undoes));
        }

        Execute(
            "INSERT INTO open_batch (tenant_id, batch_id, at, is_bulk) VALUES (@tenant, @batch, @now, FALSE)",
            ("@tenant", Tenant.Value), ("@batch", BatchId), ("@now", Timestamp.ToMicroseconds(Now)));
    }

    /// <summary>Runs hand-written SQL.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>Reads by hand-written SQL.</summary>
    public DbDataReader Query(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Prepare(sql, parameters).ExecuteReader();

    /// <summary>Reads one value by hand-written SQL; null for none. An integer is a long.</summary>
    public object? Read(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Prepare(sql, parameters).ExecuteScalar() switch { null or DBNull => null, int number => (long)number, var value => value };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (db.IsValueCreated)
        {
            await db.Value.DisposeAsync();
        }

        if (platform.IsValueCreated)
        {
            await platform.Value.DisposeAsync();
        }

        await Snapshot.DisposeAsync();
    }

    internal void CloseBatch()
    {
        if (isOpen)
        {
            Execute("DELETE FROM open_batch");
        }
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var values = new (string, object)[parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (parameters[i].Name, parameters[i].Value ?? DBNull.Value);
        }

        return Connection.Prepared.Prepare(sql, values);
    }
}
