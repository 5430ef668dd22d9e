using Leadline.Audit;
using Leadline.Leads;
using Leadline.Operations;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Tests.Account;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Platform.Database;

/// <summary>PostgreSQL keeps tenants apart by itself, whatever the program asks.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class WallTests
{
    [Fact]
    public async Task No_row_of_another_tenant_is_within_reach()
    {
        await using var host = await LivedInAsync();

        var (faults, clean) = host.Services.GetRequiredService<Verify>().Isolation();

        Assert.Empty(faults);
        Assert.StartsWith("The wall holds: in 3", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALTER TABLE leads DISABLE ROW LEVEL SECURITY", "read in leads", "added to leads")]
    [InlineData("ALTER ROLE leadline_app BYPASSRLS", "BYPASSRLS")]
    [InlineData("GRANT UPDATE ON users TO leadline_app", "rights to users")]
    [InlineData("GRANT SELECT ON installation_keys TO leadline_app", "rights to installation_keys")]
    [InlineData("DROP POLICY tenant_wall ON tags; CREATE POLICY tenant_wall ON tags TO leadline_app USING (TRUE)", "removed in tags")]
    [InlineData("DROP POLICY tenant_wall ON tags; CREATE POLICY tenant_wall ON tags TO leadline_app USING (tenant_id = current_tenant()) WITH CHECK (TRUE)", "added to tags")]
    public async Task A_gap_is_found(string gap, params string[] faults)
    {
        await using var host = await LivedInAsync();
        using var connection = host.Database.OpenForWriting();
        connection.Execute(gap);
        try
        {
            var found = host.Services.GetRequiredService<Verify>().Isolation().Faults;

            Assert.All(faults, fault => Assert.Contains(found, sentence => sentence.Contains(fault, StringComparison.Ordinal)));
        }
        finally
        {
            connection.Execute("ALTER ROLE leadline_app NOBYPASSRLS"); // the whole server's
        }
    }

    [Fact]
    public async Task Queries_that_forget_the_tenant_find_its_rows_alone()
    {
        await using var host = await LeadlineHost.StartAsync();
        var (ours, theirs) = (await host.NewTenantAsync("Ours"), await host.NewTenantAsync("Theirs"));
        using var client = await theirs.ClientAsync("leads:write");
        await client.CreateLeadAsync();

        await using var snapshot = await host.Database.ReadAsync(ours.Id, TestContext.Current.CancellationToken);
        await using var leads = await snapshot.QueryAsync("SELECT count(*) FROM leads", TestContext.Current.CancellationToken);

        Assert.True(leads.Read());
        Assert.Equal(0, leads.GetInt64(0));
    }

    [Fact]
    public async Task A_change_reaches_the_platforms_rows_of_all_tenants_and_those_of_its_tenant_alone()
    {
        await using var host = await LivedInAsync();
        var tenant = await host.NewTenantAsync("Third");

        await tenant.WriteAsync(async write =>
        {
            Assert.False(await write.Db.Set<Lead>().IgnoreQueryFilters().AnyAsync());
            Assert.True(await write.Platform.Set<AuditEvent>().Where(told => told.TenantId != tenant.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(told => told.Kind, told => told.Kind)) > 0);
            Assert.False(await write.Db.Set<Lead>().IgnoreQueryFilters().AnyAsync());
        });
    }

    private static async Task<LeadlineHost> LivedInAsync()
    {
        var host = await LeadlineHost.StartAsync();
        foreach (var name in (string[])["Ours", "Theirs"])
        {
            var tenant = await host.NewTenantAsync(name);
            await tenant.AddAccountAsync($"{name}@example.com", role: "owner");
            using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
            var lead = await client.CreateLeadAsync();
            var tag = await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" });
            await client.CallAsync(HttpMethod.Put, $"/api/v1/leads/{lead}/tags/{tag}", System.Net.HttpStatusCode.OK);
        }

        return host;
    }
}
