using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.OAuth;

/// <summary>Registers an app: <c>leadline app add NAME --tenant ID</c>.</summary>
public sealed class AddApp(LeadlineDatabase database, RegisteredApps apps)
{
    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var name = new Argument<string>("NAME") { Description = "What people call the app." };
        var tenant = new Option<long?>("--tenant") { Description = "The tenant's id; absent, a first-party app: it asks nobody for consent, and its tokens count in all tenants of the person." };
        var scope = new Option<string?>("--scope") { Description = "Scopes, separated by blanks; absent, all of the API's." };
        var redirect = new Option<string[]>("--redirect") { Description = "An address where people come back to; may be given several times. With one the app signs people in." };
        var isPublic = new Option<bool>("--public") { Description = "The app can keep no secret: it runs in a browser or on a phone." };
        var app = new Command("app", "Programs that call the API.");
        app.Add(commands.Command("add", "Registers an app; prints its client id and its secret, which is shown this once.", [name, tenant, scope, redirect, isPublic], async (parsed, server, ct) =>
        {
            var scopes = (parsed.GetValue(scope) ?? string.Join(' ', Scopes.All)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
            var draft = new AppDraft(parsed.GetRequiredValue(name), parsed.GetValue(isPublic), parsed.GetValue(redirect) ?? [], scopes, scopes);
            var (clientId, secret) = await server.Services.GetRequiredService<AddApp>().HandleAsync(parsed.GetValue(tenant), draft, ct);
            Console.WriteLine($"client_id={clientId}");
            if (secret is not null)
            {
                Console.WriteLine($"client_secret={secret}");
            }
        }, needsInstallation: true));
        return app;
    }

    /// <summary>Registers an app; its secret is kept as a hash.</summary>
    /// <returns>The client id, and the secret, which nothing can tell again; null for a public app.</returns>
    /// <exception cref="SetupException">The tenant, a scope or an address is none.</exception>
    public async Task<(string ClientId, string? Secret)> HandleAsync(long? tenant, AppDraft draft, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(draft.Name) || draft.Name.Length > 255)
        {
            throw new SetupException("The name of an app must be 1 to 255 characters long.");
        }

        if (draft.Problems().FirstOrDefault() is { Field: { } field, Rule: var rule })
        {
            throw new SetupException($"{field} {rule}.");
        }

        if (tenant is null && draft.Redirects.Count == 0)
        {
            throw new SetupException("An app without a tenant acts for people only, so it needs an address where they come back to (--redirect).");
        }

        await using var db = database.Platform();
        if (tenant is not null && !await db.Tenants.AnyAsync(known => known.Id == tenant, ct))
        {
            throw new SetupException($"There is no tenant {tenant}.");
        }

        var (app, secret) = apps.Add(db, tenant, draft, http: null, Author.CommandLine);
        await db.SaveChangesAsync(ct);
        return (app.ClientId ?? throw new InvalidOperationException("An app without a client id."), secret);
    }
}
