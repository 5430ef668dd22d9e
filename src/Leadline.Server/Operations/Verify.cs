using System.CommandLine;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Cli;

namespace Leadline.Operations;

/// <summary>Proves what the database claims: <c>leadline verify</c>.</summary>
public sealed class Verify(VerifyLeads leads)
{
    /// <summary>The command; exits with an error when anything is wrong.</summary>
    public static Command Command(CommandLine commands) => commands.Command(
        "verify",
        "Recounts and rechecks: file, references, kept counts, folded keys, search index.",
        [],
        async (_, app, ct) =>
        {
            var faults = await app.Services.GetRequiredService<Verify>().HandleAsync(ct);
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            if (faults.Count > 0)
            {
                throw new SetupException(faults.Count == 1 ? "1 fault was found." : $"At least {faults.Count} faults were found.");
            }

            Console.WriteLine("Clean: file, references, kept counts, folded keys and search index.");
        },
        needsInstallation: true);

    /// <summary>All that is wrong, a sentence each; empty when the database is clean.</summary>
    public async Task<IReadOnlyList<string>> HandleAsync(CancellationToken ct) => await leads.HandleAsync(ct);
}
