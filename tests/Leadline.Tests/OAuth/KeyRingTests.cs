using System.Net;
using Leadline.OAuth;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.OAuth;

/// <summary>Keys change while the server runs.</summary>
public sealed class KeyRingTests
{
    [Fact]
    public async Task A_new_key_is_published_first_then_signs_and_the_old_one_verifies_until_its_last_token_has_ended()
    {
        await using var host = await LeadlineHost.StartAsync();
        await using var second = await LeadlineHost.StartAsync(("Data", host.Folder));
        var keys = host.Services.GetRequiredService<KeyRing>();
        var tenant = await host.NewTenantAsync();
        var before = await tenant.TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(second, tenant, before));

        Assert.InRange(keys.Rotate(), DateTime.UtcNow.AddHours(23), DateTime.UtcNow.AddHours(25));
        Assert.True(keys.Refresh());
        Assert.Equal(2, (await PublishedAsync(host)).Count);
        Assert.Equal(KeyOf(before), KeyOf(await tenant.TokenAsync()));

        await ShiftAsync(host, TimeSpan.FromHours(-24.1));
        Assert.True(keys.Refresh());
        var after = await tenant.TokenAsync();
        Assert.NotEqual(KeyOf(before), KeyOf(after));
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, before));
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, after));

        // The other process looks by itself, every few seconds.
        var since = TimeProvider.System.GetTimestamp();
        while (await FlowApp.CallAsync(second, tenant, after) != HttpStatusCode.OK)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(20), "The other process does not know the key.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        keys.RotateByAge();
        Assert.Equal(2, (await PublishedAsync(host)).Count);
        await using var db = host.Database.Platform();
        await db.AppTokens.ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpirationDate, DateTime.UtcNow.AddMinutes(-1)), TestContext.Current.CancellationToken);
        keys.RotateByAge();
        keys.Refresh();
        Assert.Equal([KeyOf(after)], await PublishedAsync(host));
    }

    [Fact]
    public async Task Keys_rotate_by_schedule_once_however_many_processes_look()
    {
        await using var host = await LeadlineHost.StartAsync(("Keys:RotateAfterDays", "30"));
        var keys = host.Services.GetRequiredService<KeyRing>();
        keys.RotateByAge();
        Assert.Equal(2, await CountAsync(host));

        await ShiftAsync(host, TimeSpan.FromDays(-29.5));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(keys.RotateByAge)));

        Assert.Equal(4, await CountAsync(host));
        keys.RotateByAge();
        Assert.Equal(4, await CountAsync(host));
    }

    [Fact]
    public async Task A_refresh_token_outlives_a_rotation()
    {
        await using var host = await LeadlineHost.StartAsync();
        var keys = host.Services.GetRequiredService<KeyRing>();
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var tokens = await app.TokensAsync(person);

        keys.Rotate();
        await ShiftAsync(host, TimeSpan.FromHours(-24.1));
        Assert.True(keys.Refresh());

        Assert.Equal(HttpStatusCode.OK, (await app.RefreshAsync((string)tokens["refresh_token"]!)).StatusCode);
    }

    // As if time had passed.
    private static async Task ShiftAsync(LeadlineHost host, TimeSpan by)
    {
        await using var db = host.Database.Platform();
        foreach (var key in await db.InstallationKeys.ToListAsync())
        {
            key.UsedFrom += by;
        }

        await db.SaveChangesAsync();
    }

    private static async Task<int> CountAsync(LeadlineHost host)
    {
        await using var db = host.Database.Platform();
        return await db.InstallationKeys.CountAsync();
    }

    private static async Task<List<string>> PublishedAsync(LeadlineHost host)
    {
        using var client = host.NewClient();
        return [.. (await client.GetJsonAsync("/.well-known/jwks"))["keys"]!.AsArray().Select(key => (string)key!["kid"]!)];
    }

    private static string KeyOf(string token) => (string)FlowApp.Header(token)["kid"]!;
}
