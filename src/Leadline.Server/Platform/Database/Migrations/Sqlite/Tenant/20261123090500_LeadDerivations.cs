using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant;

/// <summary>
/// What the database keeps beside the leads, by triggers, in the transaction that changes them, so that no writer can forget it:
/// the counts (a lead without status, source or user counts under 0), the search index (the key holds the tenant in its upper bits,
/// then a bit for the trash, then the id) and the revisions by which a process knows whether what it remembers is still true.
/// A bulk load that derives for a whole batch at once holds a row in lead_bulk_loads for the time of its transaction; the triggers then rest.
/// </summary>
[DbContext(typeof(SqliteTenantDb))]
[Migration("20261123090500_LeadDerivations")]
public sealed class LeadDerivations : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE TABLE tenant_revisions (
                tenant_id INTEGER NOT NULL PRIMARY KEY,
                leads INTEGER NOT NULL DEFAULT 0,
                settings INTEGER NOT NULL DEFAULT 0
            );
            CREATE TABLE lead_bulk_loads (
                tenant_id INTEGER NOT NULL PRIMARY KEY
            );
            CREATE TABLE lead_counts (
                tenant_id INTEGER NOT NULL,
                is_deleted INTEGER NOT NULL,
                is_converted INTEGER NOT NULL,
                lead_status_id INTEGER NOT NULL,
                lead_reference_source_id INTEGER NOT NULL,
                assigned_user_id INTEGER NOT NULL,
                leads INTEGER NOT NULL,
                PRIMARY KEY (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id)
            ) WITHOUT ROWID;
            CREATE VIRTUAL TABLE lead_search USING fts5 (
                text, phone, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
            );
            INSERT INTO lead_search (lead_search, rank) VALUES ('hashsize', 33554432);
            """);
        migrationBuilder.Sql($"""
            CREATE TRIGGER leads_inserted AFTER INSERT ON leads WHEN NOT EXISTS (SELECT 1 FROM lead_bulk_loads) BEGIN
                {Count("NEW", "1")}
                {AddToSearch}
                {MoveRevision("leads", "NEW.tenant_id")}
            END;
            CREATE TRIGGER leads_updated AFTER UPDATE ON leads BEGIN
                {Count("OLD", "-1")}
                {Count("NEW", "1")}
                {MoveRevision("leads", "NEW.tenant_id")}
            END;
            CREATE TRIGGER leads_search_updated AFTER UPDATE OF tenant_id, id, deleted_at, search_key, phone_key ON leads
            WHEN OLD.search_key IS NOT NEW.search_key OR OLD.phone_key IS NOT NEW.phone_key
                OR OLD.is_deleted <> NEW.is_deleted OR OLD.id <> NEW.id OR OLD.tenant_id <> NEW.tenant_id BEGIN
                {DropFromSearch}
                {AddToSearch}
            END;
            CREATE TRIGGER leads_deleted AFTER DELETE ON leads BEGIN
                {Count("OLD", "-1")}
                {DropFromSearch}
                {MoveRevision("leads", "OLD.tenant_id")}
            END;
            """);
        foreach (var table in new[] { "lead_statuses", "lead_reference_sources", "memberships" })
        {
            migrationBuilder.Sql($"""
                CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} BEGIN {MoveRevision("settings", "NEW.tenant_id")} END;
                CREATE TRIGGER {table}_updated AFTER UPDATE ON {table} BEGIN {MoveRevision("settings", "NEW.tenant_id")} END;
                CREATE TRIGGER {table}_deleted AFTER DELETE ON {table} BEGIN {MoveRevision("settings", "OLD.tenant_id")} END;
                """);
        }

        migrationBuilder.Sql("""
            CREATE TRIGGER users_renamed AFTER UPDATE OF name ON users BEGIN
                UPDATE tenant_revisions SET settings = settings + 1
                WHERE tenant_id IN (SELECT tenant_id FROM memberships WHERE user_id = NEW.id);
            END;
            """);
    }

    private const string AddToSearch = "INSERT INTO lead_search (rowid, text, phone) VALUES ((NEW.tenant_id << 41) | (NEW.is_deleted << 40) | NEW.id, NEW.search_key, NEW.phone_key);";

    private const string DropFromSearch = "DELETE FROM lead_search WHERE rowid = (OLD.tenant_id << 41) | (OLD.is_deleted << 40) | OLD.id;";

    private static string Count(string row, string step) => $"""
        INSERT INTO lead_counts VALUES (
            {row}.tenant_id, {row}.is_deleted, {row}.is_converted,
            ifnull({row}.lead_status_id, 0), ifnull({row}.lead_reference_source_id, 0), ifnull({row}.assigned_user_id, 0), {step})
        ON CONFLICT DO UPDATE SET leads = leads + excluded.leads;
        """;

    private static string MoveRevision(string what, string tenant) =>
        $"INSERT INTO tenant_revisions (tenant_id, {what}) VALUES ({tenant}, 1) ON CONFLICT DO UPDATE SET {what} = {what} + 1;";
}
