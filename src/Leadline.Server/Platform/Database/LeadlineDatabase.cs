using System.Collections.Concurrent;
using System.Data.Common;
using Leadline.Platform.Database.Sqlite;

namespace Leadline.Platform.Database;

/// <summary>
/// The one database of the installation, on the engine that its connection string names. Ordinary reads and writes go through its EF Core
/// contexts; what must be fast reads through a <see cref="Snapshot"/>.
/// </summary>
public abstract class LeadlineDatabase : IDisposable
{
    private readonly ConcurrentBag<PreparedConnection> idleReaders = [];

    /// <summary>Whether it is SQLite, for the few queries that have no common words.</summary>
    internal bool IsSqlite => this is SqliteDatabase;

    /// <summary>Told of every hand-written query of a read, with its values, before it is sent; null for nobody.</summary>
    internal Action<DbCommand>? Watch { get; set; }

    /// <summary>What is there before the first start: null where nothing is to be made, else the file that is missing.</summary>
    public abstract string? MissingFile { get; }

    /// <summary>The same database at servers that follow it a moment later, for reads; null where there are none. See <see cref="Replicas"/>.</summary>
    public virtual LeadlineDatabase? Replica => null;

    /// <summary>Moves when the database may no longer be a later state of what it was: a standby that had not all was promoted, or a backup restored.</summary>
    public virtual long History => 0;

    /// <summary>How many entries a tenant's journal ever had, at the primary and at some moment after the call.</summary>
    /// <exception cref="NotSupportedException">There are no replicas.</exception>
    public virtual Task<long> JournalAsync(TenantId tenant, CancellationToken ct) => throw new NotSupportedException("There are no replicas.");

    /// <summary>Makes what the engine needs before a connection can be opened, with nothing in it.</summary>
    public abstract void Create();

    /// <summary>The platform's own tables.</summary>
    public abstract PlatformDb Platform();

    /// <summary>The rows of one tenant, as somebody sees them.</summary>
    public abstract TenantDb For(TenantView view);

    /// <summary>Begins a read of one tenant's data that sees one state of the database from its first query to its last.</summary>
    public ValueTask<Snapshot> ReadAsync(TenantId tenant, CancellationToken ct = default) => BeginAsync(tenant, ct);

    /// <summary>
    /// Begins a read that belongs to no one tenant: who somebody is and where they may work, what is left to do, what an operator asks.
    /// It stands before the wall between tenants, so nothing of it may be told to a caller that is not theirs.
    /// </summary>
    public ValueTask<Snapshot> ReadAcrossTenantsAsync(CancellationToken ct = default) => BeginAsync(null, ct);

    /// <summary>Reads one tenant's data by one query, which sees one state of the database, in one round trip.</summary>
    /// <param name="tenant">Whose data.</param>
    /// <param name="sql">SQL with named parameters; its texts must be few.</param>
    /// <param name="parameters">Name and value of each, always in the same order for the same text.</param>
    /// <param name="read">Takes the rows.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<T> QueryAsync<T>(
        TenantId tenant, string sql, IReadOnlyList<(string Name, object Value)> parameters, Func<DbDataReader, Task<T>> read, CancellationToken ct)
    {
        var (reader, rows) = await StartAsync(reader => QueryAsync(reader, tenant, sql, parameters, ct));
        try
        {
            T result;
            await using (rows)
            {
                result = await read(rows);
            }

            GiveBack(reader);
            return result;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection for hand-written writes; the caller closes it.</summary>
    public abstract DbConnection OpenForWriting();

    /// <summary>Opens a connection for a bulk load, with room to hold what it touches; the caller closes it.</summary>
    public abstract DbConnection OpenForBulkLoad();

    /// <summary>How many bulk loads are best done side by side.</summary>
    public virtual int LoadsSideBySide => 1;

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what is open.</summary>
    protected virtual void Dispose(bool disposing) => CloseIdle();

    /// <summary>Closes the connections for reading that are kept for the next, of which some may be dead.</summary>
    internal void CloseIdle()
    {
        while (idleReaders.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    /// <summary>Opens the connection for changes of tenant data.</summary>
    internal abstract WritingConnection OpenWriter();

    /// <summary>Writes hand-written SQL, which is in the dialect of SQLite, as the engine wants it.</summary>
    internal abstract string Dialect(string sql);

    /// <summary>Begins a transaction whose commit need not survive a power loss, and which does not wait long for other writers.</summary>
    internal abstract DbTransaction BeginForgetful(DbConnection connection);

    /// <summary>Begins the transaction of migrations, and waits until no other process has one.</summary>
    internal abstract string BeginMigrationSql { get; }

    /// <summary>Asks how many tables there are of the name <c>@table</c>: none or one.</summary>
    internal abstract string CountTablesSql { get; }

    /// <summary>The triggers there are whose names begin so: their tables, and what <see cref="TextOf"/> said of them when they were made.</summary>
    internal abstract Dictionary<string, (string Table, string Text)> TextsOfTriggers(DbConnection connection, string prefix);

    /// <summary>What tells whether a trigger is as it should be.</summary>
    internal abstract string TextOf(TableTrigger trigger);

    /// <summary>Makes a trigger.</summary>
    internal abstract string CreateSql(TableTrigger trigger);

    /// <summary>Removes a trigger.</summary>
    internal abstract string DropSql(string trigger, string table);

    /// <summary>Sees to it that the database itself keeps tenants apart, where the engine can.</summary>
    internal abstract void RaiseWall();

    /// <summary>Tries to get over that wall, underneath the program, and takes back what it did.</summary>
    /// <returns>Where it got over, a sentence each, and how many tables it tried; null where the engine has no wall.</returns>
    internal abstract (IReadOnlyList<string> Breaches, int Tables)? TryWall();

    /// <summary>Whether a block of ids is reserved beside the change that needs it, and so stays reserved if that is taken back.</summary>
    internal abstract bool ReservesIdsApart { get; }

    /// <summary>What numbers the next entry of the journal: statements before its insert, and the value of its id.</summary>
    /// <param name="tenant">The tenant's number, in SQL.</param>
    internal abstract (string Before, string Id) NextEntrySql(string tenant);

    /// <summary>Numbers the tenant's entries of the journal that were committed before, so that the feed has them.</summary>
    internal abstract Task SettleAsync(TenantId tenant, CancellationToken ct);

    /// <summary>How many connections for reading are kept open for the next.</summary>
    private protected abstract int ReadersKept { get; }

    private protected abstract PreparedConnection OpenReader();

    private protected abstract Task BeginReadAsync(PreparedConnection reader, TenantId? tenant, CancellationToken ct);

    private protected abstract Task<DbDataReader> QueryAsync(
        PreparedConnection reader, TenantId tenant, string sql, IReadOnlyList<(string Name, object Value)> parameters, CancellationToken ct);

    private async ValueTask<Snapshot> BeginAsync(TenantId? tenant, CancellationToken ct)
    {
        var (reader, _) = await StartAsync(async reader =>
        {
            await BeginReadAsync(reader, tenant, ct);
            return true;
        });
        return Snapshot.Of(reader, GiveBack);
    }

    // A connection that was kept may have been cut meanwhile: then the next one is tried, and at last a new one.
    private async Task<(PreparedConnection Reader, T Started)> StartAsync<T>(Func<PreparedConnection, Task<T>> start)
    {
        while (true)
        {
            var wasKept = idleReaders.TryTake(out var reader);
            reader ??= OpenReader();
            try
            {
                return (reader, await start(reader));
            }
            catch (Exception fault)
            {
                var isCut = !reader.IsOpen && fault.IsOutage();
                reader.Dispose();
                if (!wasKept || !isCut)
                {
                    throw;
                }
            }
        }
    }

    private void GiveBack(PreparedConnection reader)
    {
        if (idleReaders.Count < ReadersKept && reader.IsOpen)
        {
            idleReaders.Add(reader);
        }
        else
        {
            reader.Dispose();
        }
    }
}
