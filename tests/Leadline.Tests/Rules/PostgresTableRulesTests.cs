using Leadline.Platform.Database;

namespace Leadline.Tests.Rules;

/// <summary>The rules of <see cref="TableRulesTests"/>, as PostgreSQL's own catalogue tells them; what refers to what is told by <see cref="DistributionRulesTests"/>.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class PostgresTableRulesTests(LeadlineHost host)
{
    private const string Outside = "'apps', 'audit_events', 'identity_providers', 'memberships', 'personal_tokens', 'proven_domains'";

    // A table that belongs to tenants, its column of the tenant, and no more.
    private const string TenantTables = $"""
        pg_class t JOIN pg_attribute tenant ON tenant.attrelid = t.oid AND tenant.attname = 'tenant_id' AND NOT tenant.attisdropped
        AND t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace AND t.relname NOT IN ({Outside})
        """;

    [Fact]
    public void Every_index_of_a_tenant_table_begins_with_the_tenant_and_one_of_words_has_it()
    {
        Assert.Contains("leads", Read($"SELECT t.relname FROM {TenantTables}"));
        Assert.Equal(
            ["lead_count_deltas", "revision_deltas"], // which are only added to, and taken away once they are settled
            Read($"SELECT t.relname::text FROM {TenantTables} WHERE NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary) ORDER BY 1"));
        Assert.Empty(Read($"""
            SELECT i.indexrelid::regclass::text FROM {TenantTables} JOIN pg_index i ON i.indrelid = t.oid
            JOIN pg_class index ON index.oid = i.indexrelid JOIN pg_am method ON method.oid = index.relam
            WHERE CASE method.amname WHEN 'gin' THEN NOT tenant.attnum = ANY (i.indkey) ELSE i.indkey[0] <> tenant.attnum END
            """));
    }

    [Fact]
    public void Every_tenant_owned_row_is_journalled_by_the_database_but_what_is_named_here()
    {
        Assert.Equal(TableRulesTests.JournalTriggersOf(host), Read("SELECT tgrelid::regclass::text || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O' AND starts_with(tgname, 'journal_of_')").Order(StringComparer.Ordinal));
    }

    private List<string> Read(string sql)
    {
        using var connection = host.Database.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var values = new List<string>();
        while (rows.Read())
        {
            values.Add(rows.GetString(0));
        }

        return values;
    }
}
