using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Database;

/// <summary>A connection through which tenant data is changed, with what is made only once for it.</summary>
internal abstract class WritingConnection(DbConnection connection, PreparedConnection prepared) : IDisposable
{
    public DbConnection Connection => connection;

    public PreparedConnection Prepared => prepared;

    /// <summary>The rows of one tenant, within a change.</summary>
    public abstract TenantDb For(TenantWrite write);

    /// <summary>The platform's own tables, in the same transaction.</summary>
    public abstract PlatformDb Platform();

    /// <summary>Tells the journal to whom the rows belong that are changed from here on.</summary>
    public abstract void OpenBatch(TenantId tenant, long batch, DateTime at);

    /// <summary>Ends the batch.</summary>
    public abstract void CloseBatch();

    /// <summary>Takes back what the change at hand has done so far.</summary>
    public virtual void RollBackChange() => Execute("ROLLBACK TO change");

    public void Execute(string sql) => prepared.Prepare(sql, []).ExecuteNonQuery();

    public virtual void Dispose() => connection.Dispose();

    /// <summary>Lets a context work on the connection, in the transaction that the change around it has begun.</summary>
    protected TDb Attach<TDb>(TDb db)
        where TDb : DbContext
    {
        db.Database.SetDbConnection(connection);
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        return db;
    }
}
