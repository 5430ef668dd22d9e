using System.Data.Common;

namespace Leadline.Platform.Database;

/// <summary>The one connection through which a process changes tenant data, with what is made only once for it.</summary>
internal abstract class WritingConnection(DbConnection connection, PreparedConnection prepared) : IDisposable
{
    public DbConnection Connection => connection;

    public PreparedConnection Prepared => prepared;

    /// <summary>Whether a transaction is under way.</summary>
    public abstract bool IsInTransaction { get; }

    /// <summary>The rows of one tenant, within a change.</summary>
    public abstract TenantDb For(TenantWrite write);

    /// <summary>The platform's own tables, in the same transaction.</summary>
    public abstract PlatformDb Platform();

    /// <summary>Begins a transaction and waits until no other process has one.</summary>
    public abstract void Begin();

    /// <summary>Commits; what was committed survives a power loss.</summary>
    public abstract void Commit();

    public void Execute(string sql) => prepared.Prepare(sql, []).ExecuteNonQuery();

    public virtual void Dispose() => connection.Dispose();
}
