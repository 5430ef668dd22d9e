using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Database;

/// <summary>Reads that belong together.</summary>
public static class ReadTransactions
{
    extension(DbContext db)
    {
        /// <summary>From here to its end, all that the context reads is of one state of the data. Writers do not wait for it.</summary>
        public async Task<IAsyncDisposable> BeginReadAsync(CancellationToken ct)
        {
            await db.Database.OpenConnectionAsync(ct);
            var connection = db.Database.GetDbConnection();
            var transaction = connection is SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true) : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            await db.Database.UseTransactionAsync(transaction, ct);
            return transaction;
        }
    }
}
