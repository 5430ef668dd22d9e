using System.Data.Common;

namespace Leadline.Platform.Database;

/// <summary>What the database does by itself after a row was changed.</summary>
/// <param name="Name">Its name, unique in the database.</param>
/// <param name="Table">The table.</param>
/// <param name="Event">The statement: <c>INSERT</c>, <c>UPDATE OF state</c>.</param>
/// <param name="When">The condition on <c>NEW</c> and <c>OLD</c>; empty for none.</param>
/// <param name="Body">Its statements, each with a semicolon.</param>
internal sealed record TableTrigger(string Name, string Table, string Event, string When, string Body)
{
    /// <summary>The condition of what a bulk load does by itself, once for many rows.</summary>
    public const string NotInBulk = "NOT EXISTS (SELECT 1 FROM open_batch WHERE is_bulk)";
}

/// <summary>Triggers that are made from what this version of the program knows.</summary>
internal static class TableTriggers
{
    /// <summary>Makes triggers, and removes others whose name begins so, where they are not there as they are wanted.</summary>
    /// <param name="database">Where.</param>
    /// <param name="prefix">What their names begin with, and no others.</param>
    /// <param name="wanted">The triggers.</param>
    public static void Ensure(LeadlineDatabase database, string prefix, IReadOnlyList<TableTrigger> wanted)
    {
        using var connection = database.OpenForWriting();
        if (AreThere(database, prefix, wanted, connection))
        {
            return;
        }

        connection.ExecuteInItsTime(database.BeginMigrationSql);
        if (!AreThere(database, prefix, wanted, connection)) // another process may have made them meanwhile
        {
            foreach (var (name, (table, _)) in database.TextsOfTriggers(connection, prefix))
            {
                connection.Execute(database.DropSql(name, table));
            }

            foreach (var trigger in wanted)
            {
                connection.Execute(database.CreateSql(trigger));
            }
        }

        connection.Execute("COMMIT");
    }

    private static bool AreThere(LeadlineDatabase database, string prefix, IReadOnlyList<TableTrigger> wanted, DbConnection connection)
    {
        var existing = database.TextsOfTriggers(connection, prefix);
        return existing.Count == wanted.Count && wanted.All(trigger => existing.GetValueOrDefault(trigger.Name).Text == database.TextOf(trigger));
    }
}
