using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Database;

/// <summary>How far a change reaches, and so what may run beside it.</summary>
public enum Reach
{
    /// <summary>It looks at what others may change as well: in its tenant it runs alone.</summary>
    Tenant,

    /// <summary>
    /// It changes one record, or what hangs on it, and what it relies on is guarded by the record's version, by a key or by what only a change of
    /// the whole tenant can touch (the versions of such records are concurrency tokens of the model): others of its kind may run beside it. One that meets another is run again, alone.
    /// </summary>
    Record,
}

/// <summary>Changes of tenant data. Each runs whole or not at all, under a batch of the journal.</summary>
/// <param name="ids">Gives new rows their numbers.</param>
/// <param name="clock">Tells the time.</param>
public abstract class TenantWrites(IdBlocks ids, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Runs a change under a batch of its own and waits until it is durable.</summary>
    public Task<T> RunAsync<T>(TenantView view, Author author, string action, Func<TenantWrite, Task<T>> work, CancellationToken ct) =>
        RunAsync(view, author, action, work, batch: null, Reach.Tenant, ct);

    /// <summary>Runs a change and waits until it is durable.</summary>
    /// <param name="view">Whose data, as its author sees it.</param>
    /// <param name="author">Who changes it.</param>
    /// <param name="action">What is done, for the journal: <c>lead.create</c>.</param>
    /// <param name="work">The change. It awaits nothing but the database. Where it throws, nothing is changed. It may be run a second time, if nothing of the first is kept.</param>
    /// <param name="batch">The batch that the change goes on with; null for a batch of its own.</param>
    /// <param name="reach">How far it reaches.</param>
    /// <param name="ct">Gives up, unless the work has begun.</param>
    /// <returns>What the work returns.</returns>
    public async Task<T> RunAsync<T>(
        TenantView view, Author author, string action, Func<TenantWrite, Task<T>> work, long? batch, Reach reach, CancellationToken ct)
    {
        var result = default(T);
        await RunAsync(new Job(view, author, action, batch, reach, async write => result = await work(write), ct));
        return result ?? throw new InvalidOperationException("A change returned nothing.");
    }

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();

    /// <summary>Runs a change and waits until it is durable.</summary>
    private protected abstract Task RunAsync(Job job);

    /// <summary>The change as it begins, on a connection.</summary>
    private protected TenantWrite Begin(Job job, WritingConnection connection) =>
        new(connection, ids, job.View, job.Author, job.Action, job.Batch, Now());

    // Times are stored to the microsecond, so that what a reply tells is what is stored.
    private DateTime Now()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>A change that is asked for.</summary>
    private protected sealed record Job(
        TenantView View, Author Author, string Action, long? Batch, Reach Reach, Func<TenantWrite, Task> Work, CancellationToken Cancellation);
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
        Connection.RollBackChange();
        isOpen = false;

        // Ids that were reserved in what is taken back are free again in the database, so they must not be handed out here.
        ids.Forget();
    }

    /// <summary>Does a part of the change that a rule of the database may refuse: then that part alone is taken back, and the change goes on.</summary>
    /// <returns>False when it was refused.</returns>
    public async Task<bool> TryAsync(Func<Task> part)
    {
        OpenBatch(); // before the part, so that the batch is not taken back with it
        Execute("SAVEPOINT part");
        try
        {
            await part();
        }
        catch (Exception fault) when (fault is DbException direct ? direct.IsRefusal() : fault is DbUpdateException { } update && update.IsRefusal())
        {
            Execute("ROLLBACK TO part");
            Execute("RELEASE part");
            return false;
        }

        Execute("RELEASE part");
        return true;
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

        Connection.OpenBatch(Tenant, BatchId.Value, Now);
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
            Connection.CloseBatch();
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
