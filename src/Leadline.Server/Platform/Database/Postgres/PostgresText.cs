using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Database.Postgres;

/// <summary>
/// Hand-written SQL is written once, in the dialect of SQLite. What both engines understand it says in their common words; what is left is said here
/// in those of PostgreSQL, and the functions that SQLite has and PostgreSQL has not are made by a migration.
/// </summary>
internal static partial class PostgresText
{
    /// <summary>SQL as PostgreSQL wants it: its planner chooses the index, and needs no plus before a column to be kept from one.</summary>
    public static string Of(string sql) => Numbers().Replace(ObjectFunction().Replace(Plus().Replace(Index().Replace(sql, ""), ""), "json_build_object("), "= ANY(ARRAY(SELECT value FROM json_each($1)))");

    /// <summary>Makes a trigger, with the function that PostgreSQL wants for it.</summary>
    public static string Trigger(TableTrigger trigger)
    {
        var when = trigger.When == TableTrigger.NotInBulk ? "coalesce(current_setting('leadline.is_bulk', TRUE), '') = ''" : Of(trigger.When);
        return $"""
            CREATE FUNCTION {trigger.Name}() RETURNS trigger LANGUAGE plpgsql AS $trigger$ BEGIN
            {Of(trigger.Body)}
            RETURN NULL;
            END $trigger$;
            CREATE TRIGGER {trigger.Name} AFTER {trigger.Event} ON {trigger.Table} FOR EACH ROW {(when.Length > 0 ? $"WHEN ({when}) " : "")}EXECUTE FUNCTION {trigger.Name}();

            """;
    }

    /// <summary>Texts are compared as plain bytes, whatever the database's own order of letters.</summary>
    public static void CompareBytes(ModelConfigurationBuilder model) => model.Properties<string>().UseCollation("C");

    [GeneratedRegex(@" INDEXED BY \w+")]
    private static partial Regex Index();

    [GeneratedRegex(@"(?<=(?:^|\(|\b(?:AND|OR|WHERE|NOT) ))\+(?=[a-z])")]
    private static partial Regex Plus();

    // A list that an index can be asked for, instead of a table to join.
    [GeneratedRegex(@"\bIN \(SELECT value FROM json_each\((@\w+)\)\)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\bjson_object\(")]
    private static partial Regex ObjectFunction();
}
