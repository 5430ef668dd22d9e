using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Leadline.Platform.Database.Postgres;
using Npgsql;

namespace Leadline.Operations;

/// <summary>Prints the statements by which Citus distributes the database over servers: <c>leadline citus</c>.</summary>
public static class Citus
{
    /// <summary>The command; exits with an error when the database is on SQLite, or has what Citus would refuse.</summary>
    public static Command Command(CommandLine commands) => commands.Command(
        "citus",
        "Prints the statements that distribute a PostgreSQL database by tenant with Citus.",
        [],
        (_, app, _) =>
        {
            var plan = PlanOf(app.Services.GetRequiredService<LeadlineDatabase>());
            foreach (var fault in plan.Faults)
            {
                Console.Error.WriteLine(fault);
            }

            if (plan.Faults.Count > 0)
            {
                throw new SetupException("Citus would refuse this database.");
            }

            Console.WriteLine($"-- At the coordinator stay: {string.Join(", ", plan.Local)}.");
            foreach (var statement in plan.Statements())
            {
                Console.WriteLine(statement);
            }

            return Task.CompletedTask;
        });

    /// <summary>How the database would be distributed.</summary>
    /// <exception cref="SetupException">It is on SQLite.</exception>
    public static CitusPlan PlanOf(LeadlineDatabase database)
    {
        using var connection = database.OpenForWriting();
        return connection is NpgsqlConnection postgres ? CitusPlan.Read(postgres) : throw new SetupException("Citus distributes databases of PostgreSQL: name one with --database.");
    }
}
