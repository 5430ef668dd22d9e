using System.Collections.Concurrent;
using System.Data.Common;

namespace Leadline.Platform.Database;

/// <summary>
/// The one database of the installation, on the engine that its connection string names. Ordinary reads and writes go through its EF Core
/// contexts; what must be fast reads through a <see cref="Snapshot"/>.
/// </summary>
public abstract class LeadlineDatabase : IDisposable
{
    private const int ReadersKept = 8;

    private readonly ConcurrentBag<PreparedConnection> idleReaders = [];

    /// <summary>What is there before the first start: null where nothing is to be made, else the file that is missing.</summary>
    public abstract string? MissingFile { get; }

    /// <summary>Makes what the engine needs before a connection can be opened, with nothing in it.</summary>
    public abstract void Create();

    /// <summary>The platform's own tables.</summary>
    public abstract PlatformDb Platform();

    /// <summary>The rows of one tenant, as somebody sees them.</summary>
    public abstract TenantDb For(TenantView view);

    /// <summary>Begins a read that sees one state of the database from its first query to its last.</summary>
    public ValueTask<Snapshot> ReadAsync(CancellationToken ct = default)
    {
        if (!idleReaders.TryTake(out var reader))
        {
            reader = OpenReader();
        }

        return Snapshot.BeginAsync(reader, BeginReadSql, GiveBack, ct);
    }

    /// <summary>Opens a connection for hand-written writes; the caller closes it.</summary>
    public abstract DbConnection OpenForWriting();

    /// <summary>Opens a connection for a bulk load, with room to hold what it touches; the caller closes it.</summary>
    public abstract DbConnection OpenForBulkLoad();

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what is open.</summary>
    protected virtual void Dispose(bool disposing)
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

    /// <summary>Sets a connection whose commits need not survive a power loss, and which does not wait long for other writers.</summary>
    internal abstract string ForgetfulSql { get; }

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

    private protected abstract PreparedConnection OpenReader();

    private protected abstract string BeginReadSql { get; }

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
