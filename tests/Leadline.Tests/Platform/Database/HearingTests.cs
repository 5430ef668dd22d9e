using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Platform.Database;

/// <summary>On PostgreSQL a process hears of what another one commits.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class HearingTests(LeadlineHost host)
{
    [Fact]
    public async Task Those_who_wait_for_a_tenant_at_one_process_are_woken_by_its_change_at_another()
    {
        await using var other = await LeadlineHost.StartAsync((nameof(LeadlineOptions.Database), host.ConnectionString), (nameof(LeadlineOptions.Data), host.Folder));
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("leads:write");
        var commits = other.Services.GetRequiredService<Commits>();
        var (woken, undisturbed) = (commits.NextAsync(tenant.Id), commits.NextAsync(TestTenant.Nobodys));

        for (var change = 0; change < 100 && !woken.IsCompleted; change++)
        {
            await client.CreateLeadAsync(); // it may not listen yet
            await Task.WhenAny(woken, Task.Delay(300, TestContext.Current.CancellationToken));
        }

        Assert.True(woken.IsCompletedSuccessfully);
        Assert.False(undisturbed.IsCompleted);
    }
}
