using System.Data.Common;

namespace Leadline.Platform.Database;

/// <summary>
/// The mark of a database that an installation is being copied into. It is there from the copy's first transaction to its last, so that
/// nothing but the copy itself works on half of an installation.
/// </summary>
internal static class UnfinishedCopy
{
    /// <summary>The table that is the mark; the copy keeps in it how far it is.</summary>
    public const string Table = "unfinished_copy";

    /// <summary>Whether the database bears the mark.</summary>
    public static bool IsIn(LeadlineDatabase database, DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = database.CountTablesSql;
        command.Add("@table", Table);
        return command.ExecuteScalar() is not 0L;
    }

    /// <summary>Refuses a database that bears the mark.</summary>
    /// <exception cref="SetupException">It does.</exception>
    public static void Refuse(LeadlineDatabase database, DbConnection connection)
    {
        if (IsIn(database, connection))
        {
            throw new SetupException("The database holds an installation that is not copied to its end; run the same leadline copy or restore again, it goes on where it stopped.");
        }
    }
}
