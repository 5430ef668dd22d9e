using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Leadline.Platform.Database;

/// <summary>Tells what the database refuses by its rules from what it cannot do just now.</summary>
public static class DatabaseRefusals
{
    private const string IntegrityViolation = "23"; // the class of SQLSTATE

    // Classes and states of SQLSTATE (PostgreSQL, appendix A): no connection, no room, no permission to write on a standby, ended or starting, a fault of the disk.
    private static readonly string[] Outages = ["08", "53", "25006", "57P", "58"];

    /// <summary>True when a row breaks a rule of its table: a value that only one may have, a reference to nothing.</summary>
    public static bool IsRefusal(this DbException fault) =>
        fault is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT } || fault.SqlState?.StartsWith(IntegrityViolation, StringComparison.Ordinal) == true;

    /// <summary>True when the database cannot be reached, or cannot do what it is asked for a while: nothing is wrong with the call.</summary>
    public static bool IsOutage(this Exception fault) => fault switch
    {
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } => true, // the connection has ended, or there was none
        PostgresException told => Outages.Any(state => told.SqlState.StartsWith(state, StringComparison.Ordinal)),
        NpgsqlOperationInProgressException => false, // a fault of the program
        NpgsqlException => true,
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_CANTOPEN } => true,
        { InnerException: { } inner } => inner.IsOutage(),
        _ => false,
    };

    /// <summary>True when a row breaks a rule of its table: a value that only one may have, a reference to nothing.</summary>
    public static bool IsRefusal(this DbUpdateException fault) => (fault.InnerException as DbException)?.IsRefusal() == true;
}
