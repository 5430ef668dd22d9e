using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Database;

/// <summary>Tells what the database refuses by its rules from what it cannot do just now.</summary>
public static class DatabaseRefusals
{
    /// <summary>True when a row breaks a rule of its table: a value that only one may have, a reference to nothing.</summary>
    public static bool IsRefusal(this SqliteException fault) => fault.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT;

    /// <summary>True when a row breaks a rule of its table: a value that only one may have, a reference to nothing.</summary>
    public static bool IsRefusal(this DbUpdateException fault) => (fault.InnerException as SqliteException)?.IsRefusal() == true;
}
