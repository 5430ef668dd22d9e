using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Rules;

/// <summary>Rules that hold for every tenant-owned table of a migrated database; apps, personal tokens, memberships, providers with their domains and the audit log belong to the platform.</summary>
[Trait("Engine", "SQLite")]
public sealed class TableRulesTests(LeadlineHost host)
{
    private const string Tenant = "tenant_id";

    [Fact]
    public void The_key_of_every_tenant_table_begins_with_the_tenant() => Assert.All(TenantTables(), table =>
        Assert.Equal(Tenant, Read($"SELECT name FROM pragma_table_info('{table}') WHERE pk = 1").Single()));

    [Fact]
    public void Every_index_of_a_tenant_table_begins_with_the_tenant() => Assert.All(TenantTables(), table =>
        Assert.All(
            Read($"SELECT name FROM pragma_index_list('{table}')"),
            index => Assert.Equal(Tenant, Read($"SELECT name FROM pragma_index_info('{index}') WHERE seqno = 0").Single())));

    [Fact]
    public void A_reference_between_tenant_tables_carries_the_tenant()
    {
        var tables = TenantTables();
        var references = tables
            .SelectMany(table => Read($"SELECT id || ' ' || \"table\" FROM pragma_foreign_key_list('{table}') WHERE seq = 0")
                .Select(text => (From: table, Id: text.Split(' ')[0], To: text.Split(' ')[1])))
            .Where(reference => tables.Contains(reference.To))
            .ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Contains(
            $"{Tenant} {Tenant}",
            Read($"SELECT \"from\" || ' ' || \"to\" FROM pragma_foreign_key_list('{reference.From}') WHERE id = {reference.Id}")));
    }

    [Fact]
    public void Every_entity_with_a_tenant_is_filtered_by_it()
    {
        using var db = host.Database.For(new TenantId(1).Whole);
        var owned = db.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(ITenantOwned))).ToList();

        Assert.NotEmpty(owned);
        Assert.All(owned, entity => Assert.NotEmpty(entity.GetDeclaredQueryFilters()));
    }

    [Fact]
    public void Every_tenant_owned_row_is_journalled_by_the_database_but_what_is_named_here()
    {
        Assert.Equal(JournalTriggersOf(host), Read("SELECT tbl_name || ' ' || name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'journal_of_*'").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_entity_that_says_nothing_of_the_journal_stops_the_start()
    {
        using var db = new Forgetful();

        Assert.Throws<InvalidOperationException>(() => JournalConventions.Of(db.Model));
    }

    /// <summary>The table and the name of each trigger by which the database writes the journal.</summary>
    internal static IEnumerable<string> JournalTriggersOf(LeadlineHost host)
    {
        string[] unjournalled = ["batches", "jobs", "preferences"];
        using var db = host.Database.For(new TenantId(1).Whole);
        var owned = db.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(ITenantOwned))).Select(entity => entity.GetTableName()!).Distinct().Except(unjournalled).ToList();

        Assert.Contains("leads", owned);
        return owned.SelectMany(table => new[] { "created", "deleted", "updated" }.Select(operation => $"{table} journal_of_{table}_{operation}")).Order(StringComparer.Ordinal);
    }

    private List<string> TenantTables()
    {
        var tables = Read($"""
            SELECT t.name FROM sqlite_master t WHERE t.type = 'table' AND t.name NOT IN ('apps', 'audit_events', 'identity_providers', 'memberships', 'personal_tokens', 'proven_domains')
            AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = '{Tenant}')
            """);
        Assert.Contains("leads", tables);
        return tables;
    }

    private List<string> Read(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.Folder, "leadline.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }

    private sealed class Forgetful() : DbContext(new DbContextOptionsBuilder().UseSqlite().Options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Unsaid>().HasKey(row => new { row.TenantId, row.Id });
    }

    private sealed class Unsaid : IRow
    {
        public long TenantId { get; set; }

        public long Id { get; set; }
    }
}
