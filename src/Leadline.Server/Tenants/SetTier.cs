using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.Tenants;

/// <summary>Puts a tenant into a tier of rate limits: <c>leadline tenant tier ID NAME</c>.</summary>
public sealed class SetTier(LeadlineDatabase database, IOptions<LeadlineOptions> options)
{
    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var tenant = new Argument<long>("ID") { Description = "The tenant's id." };
        var tier = new Argument<string>("NAME") { Description = "The tier: small, standard, large, unlimited, or one of your settings." };
        return commands.Command("tier", "Says how much the callers of a tenant may ask for in a minute.", [tenant, tier], (parsed, app, ct) =>
            app.Services.GetRequiredService<SetTier>().HandleAsync(new TenantId(parsed.GetRequiredValue(tenant)), parsed.GetRequiredValue(tier), ct), needsInstallation: true);
    }

    /// <summary>Puts the tenant into the tier; running servers follow within seconds.</summary>
    /// <exception cref="SetupException">The tenant or the tier is unknown.</exception>
    public async Task HandleAsync(TenantId tenant, string tier, CancellationToken ct)
    {
        var tiers = options.Value.RateLimit.AllTiers();
        if (tiers.Keys.FirstOrDefault(name => name.Equals(tier, StringComparison.OrdinalIgnoreCase)) is not { } known)
        {
            throw new SetupException($"The tier {tier} is not known; there are {string.Join(", ", tiers.Keys)}.");
        }

        await using var db = database.Platform();
        if (await db.Tenants.Where(each => each.Id == tenant.Value).ExecuteUpdateAsync(set => set.SetProperty(each => each.Tier, known), ct) == 0)
        {
            throw new SetupException($"There is no tenant {tenant}.");
        }
    }
}
