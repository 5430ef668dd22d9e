using System.CommandLine;
using Leadline.Platform.Cli;

namespace Leadline.Operations;

/// <summary>Brings the database to this version: <c>leadline migrate</c>. Every command does so before it works; this one does nothing else.</summary>
public static class Migrate
{
    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands) =>
        commands.Command("migrate", "Brings the database to this version.", [], (_, _, _) =>
        {
            Console.WriteLine("The database is up to date.");
            return Task.CompletedTask;
        });
}
