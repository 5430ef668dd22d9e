using System.Data.Common;
using Leadline.Leads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Leads;

public sealed class VerifyLeadsTests
{
    [Fact]
    public async Task A_database_in_use_is_clean()
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await TenantWithLeadsAsync(host);
        var lost = await tenant.StatusAsync("lost");
        await tenant.ChangeAsync(async db =>
        {
            var leads = await db.Leads.OrderBy(lead => lead.Id).ToListAsync();
            leads[0].DeletedAt = DateTime.UtcNow;
            leads[1].LeadStatusId = lost;
            leads[2].FirstName = "Şule";
            db.Remove(leads[3]);
        });

        Assert.Empty(await FaultsAsync(host));
    }

    [Fact]
    public async Task A_search_index_that_is_merged_between_two_looks_is_clean()
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        for (var i = 0; i < 20; i++)
        {
            await tenant.AddLeadsAsync(new Lead { FirstName = $"Ada {i}" }, new Lead { DeletedAt = DateTime.UtcNow });
            Assert.Empty(await FaultsAsync(host));
        }
    }

    [Theory]
    [InlineData("UPDATE lead_counts SET leads = leads + 1", "The counts of tenant")]
    [InlineData("DELETE FROM lead_counts WHERE NOT is_deleted", "The counts of tenant")]
    [InlineData("UPDATE leads SET last_name_key = 'zz' WHERE id = (SELECT min(id) FROM leads)", "The folded keys of lead")]
    [InlineData("UPDATE leads SET first_name = 'Grace' WHERE id = (SELECT min(id) FROM leads)", "The folded keys of lead")]
    [InlineData("UPDATE leads SET phone_key = '1' WHERE phone_number IS NOT NULL", "The folded keys of lead")]
    [InlineData("UPDATE leads SET search_key = 'zz'", "The folded keys of lead")]
    [InlineData("UPDATE lead_statuses SET is_default = FALSE", "has 0 live default statuses instead of one.")]
    [InlineData("UPDATE lead_statuses SET deleted_at = 1 WHERE is_default", "has 0 live default statuses instead of one.")]
    [InlineData("UPDATE lead_statuses SET deleted_at = 1 WHERE slug = 'contacted'", "refers to the status")]
    [InlineData("UPDATE lead_reference_sources SET deleted_at = 1", "refers to the reference source")]
    public async Task What_was_tampered_with_is_found(string tampering, string fault)
    {
        await using var host = await LeadlineHost.StartAsync();
        await TenantWithLeadsAsync(host);
        Assert.Empty(await FaultsAsync(host));

        Execute(host, tampering);

        Assert.Contains(await FaultsAsync(host), sentence => sentence.Contains(fault, StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Engine", "SQLite")]
    [InlineData("DELETE FROM lead_search WHERE rowid = (SELECT max(id) FROM lead_search_docsize)", "The search index and the leads differ")]
    [InlineData("INSERT INTO lead_search (rowid, text, phone) VALUES (42, 'nobody', NULL)", "The search index and the leads differ")]
    [InlineData("PRAGMA foreign_keys = OFF; UPDATE leads SET lead_status_id = 999999", "A row of leads refers to a row of lead_statuses that does not exist.")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM tenants", "refers to a row of tenants that does not exist.")]
    [InlineData(
        "INSERT OR REPLACE INTO lead_search (rowid, text, phone) SELECT (tenant_id << 41) | (is_deleted << 40) | id, 'somebody else', NULL FROM leads ORDER BY id LIMIT 1",
        "The search index holds other text than the leads")]
    public Task What_was_tampered_with_in_the_file_is_found(string tampering, string fault) => What_was_tampered_with_is_found(tampering, fault);

    [Theory]
    [Trait("Engine", "PostgreSQL")]
    [InlineData("DELETE FROM lead_search WHERE id = (SELECT max(id) FROM lead_search)", "The search index holds other text than the lead")]
    [InlineData("UPDATE lead_search SET search_key = 'somebody else' WHERE id = (SELECT min(id) FROM lead_search)", "The search index holds other text than the lead")]
    [InlineData("UPDATE lead_search SET is_deleted = NOT is_deleted", "The search index holds other text than the lead")]
    [InlineData("SET session_replication_role = replica; UPDATE leads SET lead_status_id = 999999", "A row of leads refers to a row of lead_statuses that does not exist.")]
    [InlineData("SET session_replication_role = replica; DELETE FROM tenants", "refers to a row of tenants that does not exist.")]
    public Task What_was_tampered_with_at_the_server_is_found(string tampering, string fault) => What_was_tampered_with_is_found(tampering, fault);

    [Fact]
    public async Task A_change_outside_a_batch_is_refused_by_the_database()
    {
        await using var host = await LeadlineHost.StartAsync();
        await TenantWithLeadsAsync(host);
        using var connection = host.Database.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE leads SET first_name = 'Grace'";

        Assert.Contains("batch_id", Assert.ThrowsAny<DbException>(() => command.ExecuteNonQuery()).Message, StringComparison.Ordinal);
        Assert.Empty(await FaultsAsync(host));
    }

    private static async Task<TestTenant> TenantWithLeadsAsync(LeadlineHost host)
    {
        var tenant = await host.NewTenantAsync();
        await host.Services.GetRequiredService<Seed>().HandleAsync(tenant.Id, 50, seed: 3, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new Progress<long>(), CancellationToken.None);
        await tenant.AddLeadsAsync(new Lead { FirstName = "Ada", LastName = "Łovelace", PhoneNumber = "0532 123 45 67" }, new Lead { ExternalId = "A-1", DeletedAt = DateTime.UtcNow });
        return tenant;
    }

    private static Task<IReadOnlyList<string>> FaultsAsync(LeadlineHost host) =>
        host.Services.GetRequiredService<VerifyLeads>().HandleAsync(CancellationToken.None);

    // The database takes no change of a tenant's rows outside a batch.
    private static void Execute(LeadlineHost host, string sql)
    {
        using var connection = host.Database.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = LeadlineHost.Postgres is null
            ? $"""
              INSERT INTO open_batch (tenant_id, batch_id, at, is_bulk) SELECT tenant_id, max(id), 0, FALSE FROM batches GROUP BY tenant_id;
              {sql};
              DELETE FROM open_batch;
              """
            : $"""
              SELECT set_config('leadline.tenant', min(tenant_id)::text, TRUE), set_config('leadline.batch', min(id)::text, TRUE), set_config('leadline.at', '0', TRUE) FROM batches;
              {sql};
              """;
        command.ExecuteNonQuery();
    }
}
