using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Database;

/// <summary>Tells what the database refuses by its rules from what it cannot do just now.</summary>
public static class DatabaseRefusals
{
    private const string IntegrityViolation = "23"; // the class of SQLSTATE

    /// <summary>True when a row breaks a rule of its table: a value that only one may have, a reference to nothing.</summary>
    public static bool IsRefusal(this DbException fault) =>
        fault is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT } || fault.SqlState?.StartsWith(IntegrityViolation, StringComparison.Ordinal) == true;

    /// <summary>True when a row breaks a rule of its table: a value that only one may have, a reference to nothing.</summary>
    public static bool IsRefusal(this DbUpdateException fault) => (fault.InnerException as DbException)?.IsRefusal() == true;
}
