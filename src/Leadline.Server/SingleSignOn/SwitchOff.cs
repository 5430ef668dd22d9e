using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;

namespace Leadline.SingleSignOn;

/// <summary>Opens a tenant to other sign-ins again whose owners have locked themselves out: <c>leadline tenant sso ID off</c>.</summary>
public sealed class SwitchOff(LeadlineDatabase database, IdentityProviders providers)
{
    private const string Off = "off";

    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var tenant = new Argument<long>("ID") { Description = "The tenant's id." };
        var to = new Argument<string>("off") { Description = "off: the provider stays, but is no longer the only way in." };
        to.AcceptOnlyFromAmong(Off);
        return commands.Command("sso", "Opens a tenant to passwords and passkeys again.", [tenant, to], (parsed, app, ct) =>
            app.Services.GetRequiredService<SwitchOff>().HandleAsync(new TenantId(parsed.GetRequiredValue(tenant)), ct), needsInstallation: true);
    }

    /// <summary>Makes the provider one way in among others; running servers follow within a second.</summary>
    /// <exception cref="SetupException">The tenant has no provider.</exception>
    public async Task HandleAsync(TenantId tenant, CancellationToken ct)
    {
        await using var db = database.Platform();
        var known = await IdentityProviders.FindAsync(db, tenant.Value, ct) ?? throw new SetupException($"The tenant {tenant} has no provider.");
        await providers.SetAsync(db, tenant.Value, known, ProviderDraft.Of(known) with { IsRequired = false }, http: null, Author.CommandLine);
        await db.SaveChangesAsync(ct);
    }
}
