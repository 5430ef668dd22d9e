using System.CommandLine;
using System.Globalization;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Leadline.OAuth;

/// <summary>Prints a token for the operator: <c>leadline token --tenant ID</c>.</summary>
public sealed class PrintToken(TokenIssuer issuer, IServiceScopeFactory scopes)
{
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);

    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var tenant = new Option<long>("--tenant") { Description = "The tenant's id.", Required = true };
        var user = new Option<string?>("--user") { Description = "The member the token stands for, by e-mail; absent, owner rights in the tenant." };
        var scope = new Option<string?>("--scope") { Description = "Scopes, separated by blanks; absent, all of them." };
        var lifetime = new Option<string>("--lifetime") { Description = "How long it is good: 90s, 15m, 1h, 30d.", DefaultValueFactory = _ => "1h" };
        return commands.Command("token", "Prints an access token, and nothing else.", [tenant, user, scope, lifetime], async (parsed, app, ct) =>
        {
            var token = await app.Services.GetRequiredService<PrintToken>().HandleAsync(
                new TenantId(parsed.GetRequiredValue(tenant)), parsed.GetValue(user), parsed.GetValue(scope), LifetimeOf(parsed.GetRequiredValue(lifetime)), ct);
            Console.WriteLine(token);
        }, needsInstallation: true);
    }

    /// <summary>Issues the token.</summary>
    /// <exception cref="SetupException">The tenant, member or scope is unknown.</exception>
    public async Task<string> HandleAsync(TenantId tenant, string? email, string? scope, TimeSpan lifetime, CancellationToken ct)
    {
        var (granted, unknown) = Scopes.Parse(scope);
        if (unknown is not null)
        {
            throw new SetupException($"The scope {unknown} is not known; there are {string.Join(' ', Scopes.All)}.");
        }

        await using var services = scopes.CreateAsyncScope();
        var db = services.ServiceProvider.GetRequiredService<PlatformDb>();
        if (!await db.Tenants.AnyAsync(known => known.Id == tenant.Value, ct))
        {
            throw new SetupException($"There is no tenant {tenant}.");
        }

        if (email is null)
        {
            return await issuer.IssueAsync(AccessToken.For(LeadlineClaims.Operator, LeadlineClaims.Operator, tenant.Value, granted), lifetime, ct);
        }

        var user = await services.ServiceProvider.GetRequiredService<UserManager<User>>().FindByEmailAsync(email);
        if (user is null || !await db.Memberships.AnyAsync(member => member.TenantId == tenant.Value && member.UserId == user.Id, ct))
        {
            throw new SetupException($"{email} is not a member of tenant {tenant}.");
        }

        return await issuer.IssueAsync(
            AccessToken.For(LeadlineClaims.Person, user.Id.ToString(CultureInfo.InvariantCulture), tenant: null, granted), lifetime, ct);
    }

    private static TimeSpan LifetimeOf(string text)
    {
        var isNumber = int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var lifetime = (isNumber, text.LastOrDefault()) switch
        {
            (true, 's') => TimeSpan.FromSeconds(number),
            (true, 'm') => TimeSpan.FromMinutes(number),
            (true, 'h') => TimeSpan.FromHours(Math.Min(number, 10_000)),
            (true, 'd') => TimeSpan.FromDays(Math.Min(number, 1000)),
            _ => TimeSpan.Zero,
        };
        return lifetime > TimeSpan.Zero && lifetime <= LongestLifetime
            ? lifetime
            : throw new SetupException($"The lifetime {text} is not a number of seconds, minutes, hours or days (90s, 15m, 1h, 30d) up to 365d.");
    }
}
