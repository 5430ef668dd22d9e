using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using Leadline.Leads;
using Leadline.OAuth;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Leadline.Tasks;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Operations;

/// <summary>Serves with a tenant to look at: <c>leadline demo</c>, which <c>./run</c> calls.</summary>
public sealed class Demo(LeadlineDatabase database, AddTenant tenants, AddUser users, Seed seed, SeedTasks tasks, PrintToken tokens, TimeProvider clock)
{
    private const string Name = "Demo";
    private const int Leads = 500;
    private const int Tasks = 24;
    private const string Email = "demo@example.com";

    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var port = new Option<int>("--port") { Description = "The port on localhost.", DefaultValueFactory = _ => 8080 };
        port.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 65535)
            {
                given.AddError("The port must be a number from 1 to 65535.");
            }
        });
        return commands.Server(
            "demo",
            "Serves on localhost; the first start makes a demo tenant with leads. Prints a curl line that works.",
            [port],
            parsed => [(nameof(LeadlineOptions.Urls), $"http://localhost:{parsed.GetValue(port)}")],
            async (parsed, app, ct) =>
            {
                var demo = app.Services.GetRequiredService<Demo>();
                var tenant = await demo.TenantAsync(ct);
                var password = await demo.FirstPasswordAsync(tenant, ct);
                await Serve.RunAsync(app, () => demo.IntroduceAsync($"http://localhost:{parsed.GetValue(port)}", tenant, password, ct), ct);
            });
    }

    // Only a new installation gets the demo tenant; a later start finds the oldest one, and finishes it if the first was cut off.
    private async Task<TenantId> TenantAsync(CancellationToken ct)
    {
        var tenant = await OldestAsync(ct) ?? await tenants.HandleAsync(Name, defaultCountry: "TR", ct);
        if (await IsUnfinishedAsync(tenant, ct))
        {
            await seed.HandleAsync(tenant, Leads, seed: 7, clock.GetUtcNow().UtcDateTime.Date, new Progress<long>(), ct);
        }

        return tenant;
    }

    private async Task<TenantId?> OldestAsync(CancellationToken ct)
    {
        await using var db = database.Platform();
        return await db.Tenants.OrderBy(tenant => tenant.Id).FirstOrDefaultAsync(ct) is { } oldest ? new TenantId(oldest.Id) : null;
    }

    private async Task<bool> IsUnfinishedAsync(TenantId tenant, CancellationToken ct)
    {
        await using var platform = database.Platform();
        await using var db = database.For(tenant.Whole);
        return await platform.Tenants.AllAsync(known => known.Id == tenant.Value && known.Name == Name, ct) && !await db.Leads.AnyAsync(ct);
    }

    // The demo's owner gets a password on the first start, and nothing can tell it again; null on later ones.
    private async Task<string?> FirstPasswordAsync(TenantId tenant, CancellationToken ct)
    {
        await using var platform = database.Platform();
        if (!await platform.Tenants.AnyAsync(known => known.Id == tenant.Value && known.Name == Name, ct) || await platform.Users.AnyAsync(user => user.Email == Email, ct))
        {
            return null;
        }

        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        var owner = await users.HandleAsync(tenant, Email, Role.Owner, "Demo Owner", password, ct);
        await tasks.HandleAsync(tenant, owner, Tasks, ct);
        return password;
    }

    private async Task IntroduceAsync(string address, TenantId tenant, string? password, CancellationToken ct)
    {
        var token = await tokens.HandleAsync(tenant, email: null, scope: null, TimeSpan.FromDays(1), ct);
        var signIn = password is null
            ? $"The page is at {address}."
            : $"The page is at {address}. Sign in as {Email} with the password {password}, which is shown this once.";
        Console.WriteLine(
            $"""

            {signIn}

            The API is described at {address}/docs. Its leads, with a token that is good for a day:

            curl -H 'X-Tenant: {tenant}' -H 'Authorization: Bearer {token}' '{address}/api/v1/leads?per_page=3'

            """);
    }
}
