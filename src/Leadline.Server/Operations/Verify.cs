using System.CommandLine;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;

namespace Leadline.Operations;

/// <summary>Proves what the database claims: <c>leadline verify</c>.</summary>
public sealed class Verify(LeadlineDatabase database, VerifyLeads leads)
{
    /// <summary>The command; exits with an error when anything is wrong.</summary>
    public static Command Command(CommandLine commands)
    {
        var isolation = new Option<bool>("--isolation") { Description = "Instead tries to read and write across tenants underneath the program." };
        return commands.Command(
            "verify",
            "Recounts and rechecks: the file on SQLite, references, kept counts, folded keys, search index.",
            [isolation],
            async (parsed, app, ct) =>
            {
                var verify = app.Services.GetRequiredService<Verify>();
                var (faults, clean) = parsed.GetValue(isolation)
                    ? verify.Isolation()
                    : (await verify.HandleAsync(ct), verify.Clean);
                foreach (var fault in faults)
                {
                    await Console.Error.WriteLineAsync(fault);
                }

                if (faults.Count > 0)
                {
                    throw new SetupException(faults.Count == 1 ? "1 fault was found." : $"At least {faults.Count} faults were found.");
                }

                Console.WriteLine(clean);
            },
            needsInstallation: true);
    }

    // PostgreSQL looks after its files by itself.
    private string Clean => $"Clean: {(database.IsSqlite ? "file, " : "")}references, kept counts, folded keys and search index.";

    /// <summary>All that is wrong, a sentence each; empty when the database is clean.</summary>
    public async Task<IReadOnlyList<string>> HandleAsync(CancellationToken ct) => await leads.HandleAsync(ct);

    /// <summary>Where the database lets one tenant at another's rows, a sentence each, and what to say when it does not.</summary>
    public (IReadOnlyList<string> Faults, string Clean) Isolation() => database.TryWall() is { } tried
        ? (tried.Breaches, $"The wall holds: in {tried.Tables} tables no row of another tenant could be read, changed, removed or added.")
        : ([], "SQLite has no roles and so no wall of its own: there the program alone keeps tenants apart.");
}
