using Leadline.Operations;
using Leadline.Platform.Database;
using Leadline.Tests.Operations;

namespace Leadline.Tests.Rules;

/// <summary>What distribution by tenant over several servers asks of every table, from the catalogue of a migrated database.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class DistributionRulesTests(LeadlineHost host)
{
    // What belongs to no one tenant, and is little, or is looked up by other things than the tenant. A new table with a tenant in its key is in neither list.
    private static readonly string[] EverywhereWhole = ["countries", "tenants", "users"];
    private static readonly string[] AtTheCoordinator =
    [
        "account_links", "app_authorizations", "app_scopes", "app_tokens", "apps", "audit_events", "id_counters", "identity_providers", "installation_keys", "limit_counts", "mails",
        "personal_tokens", "platform_migrations", "protection_keys", "proven_domains", "sessions", "tenant_migrations", "used_codes", "user_claims", "user_logins", "user_passkeys", "user_tokens",
    ];

    [Fact]
    public void Every_table_of_tenants_can_be_distributed_by_tenant()
    {
        var plan = Citus.PlanOf(host.Database);

        Assert.Empty(plan.Faults);
        Assert.Equal(EverywhereWhole, plan.Reference.Order(StringComparer.Ordinal));
        Assert.Equal(AtTheCoordinator, plan.Local.Order(StringComparer.Ordinal));
        Assert.Superset(new HashSet<string> { "leads", "customers", "journal", "journal_arrivals", "lead_counts", "lead_count_deltas", "lead_search", "idempotency_keys", "jobs" }, new HashSet<string>(plan.Distributed));
        Assert.True(plan.Distributed.ToList().IndexOf("leads") > plan.Distributed.ToList().IndexOf("lead_statuses"));
    }

    [Theory]
    [InlineData("CREATE TABLE odd (tenant_id bigint, id bigint, PRIMARY KEY (tenant_id, id)); CREATE UNIQUE INDEX odd_ones ON odd (id)", "The unique index odd_ones of odd does not begin with the tenant.")]
    [InlineData(
        "CREATE UNIQUE INDEX by_id ON tags (tenant_id, id, name); CREATE TABLE odd (tenant_id bigint PRIMARY KEY, of bigint, tag bigint, name text COLLATE \"C\","
        + " CONSTRAINT odd_tag FOREIGN KEY (of, tag, name) REFERENCES tags (tenant_id, id, name))",
        "The reference odd_tag of odd to tags does not carry the tenant.")]
    [InlineData(
        "CREATE TABLE odd (id bigint PRIMARY KEY, tenant_id bigint, tag bigint, CONSTRAINT odd_tag FOREIGN KEY (tenant_id, tag) REFERENCES tags)",
        "odd, which has no tenant in its key, refers to tags, which is distributed (odd_tag).")]
    public async Task A_table_that_could_not_be_is_found(string odd, string fault)
    {
        await using var own = await LeadlineHost.StartAsync();
        using (var connection = own.Database.OpenForWriting())
        {
            connection.Execute(odd);
        }

        Assert.Equal([fault], Citus.PlanOf(own.Database).Faults);
    }

    [Fact]
    public async Task The_operator_gets_the_statements_in_the_order_in_which_they_can_be_run()
    {
        var run = await LeadlineProgram.SucceedAsync(host.Folder, "citus", "--database", host.ConnectionString);

        var statements = run.Output.Split('\n');
        Assert.StartsWith("-- At the coordinator stay: account_links, ", statements[0], StringComparison.Ordinal);
        Assert.Equal("SELECT create_reference_table('countries');", statements[1]);
        Assert.Contains("SELECT create_distributed_table('leads', 'tenant_id', colocate_with => 'batches');", statements);
    }
}
