using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Sqlite.Tenant;

/// <summary>
/// The journal, and what writing under it needs. An entry tells what a change made of one row: the new values, an old and a new one each,
/// or the last values. Entries are written by triggers that <see cref="JournalTriggers"/> makes from the model, under the batch that
/// open_batch names for the time of a transaction. Members of before get the role their membership named.
/// </summary>
[DbContext(typeof(SqliteTenantDb))]
[Migration("20261123190000_Journal")]
public sealed class Journal : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            ALTER TABLE tenant_revisions ADD COLUMN journal INTEGER NOT NULL DEFAULT 0;
            CREATE TABLE journal (
                tenant_id INTEGER NOT NULL,
                id INTEGER NOT NULL,
                batch_id INTEGER NOT NULL,
                at INTEGER NOT NULL,
                entity TEXT NOT NULL,
                entity_id INTEGER NOT NULL,
                subject TEXT NOT NULL,
                subject_id INTEGER NOT NULL,
                operation TEXT NOT NULL,
                changes TEXT NOT NULL,
                PRIMARY KEY (tenant_id, id)
            ) WITHOUT ROWID;
            CREATE INDEX journal_by_subject ON journal (tenant_id, subject, subject_id, id);
            CREATE INDEX journal_by_batch ON journal (tenant_id, batch_id, id);
            CREATE TABLE open_batch (
                tenant_id INTEGER NOT NULL PRIMARY KEY,
                batch_id INTEGER NOT NULL,
                at INTEGER NOT NULL,
                is_bulk INTEGER NOT NULL
            );
            CREATE TABLE idempotency_keys (
                tenant_id INTEGER NOT NULL,
                caller TEXT NOT NULL,
                key TEXT NOT NULL,
                fingerprint TEXT NOT NULL,
                status INTEGER NOT NULL,
                body BLOB NOT NULL,
                etag TEXT,
                location TEXT,
                created_at INTEGER NOT NULL,
                PRIMARY KEY (tenant_id, caller, key)
            ) WITHOUT ROWID;
            CREATE INDEX idempotency_keys_by_age ON idempotency_keys (tenant_id, created_at);
            DROP TRIGGER leads_inserted;
            DROP TABLE lead_bulk_loads;
            CREATE TRIGGER leads_inserted AFTER INSERT ON leads WHEN NOT EXISTS (SELECT 1 FROM open_batch WHERE is_bulk) BEGIN
                INSERT INTO lead_counts VALUES (
                    NEW.tenant_id, NEW.is_deleted, NEW.is_converted,
                    ifnull(NEW.lead_status_id, 0), ifnull(NEW.lead_reference_source_id, 0), ifnull(NEW.assigned_user_id, 0), 1)
                ON CONFLICT DO UPDATE SET leads = leads + excluded.leads;
                INSERT INTO lead_search (rowid, text, phone) VALUES ((NEW.tenant_id << 41) | (NEW.is_deleted << 40) | NEW.id, NEW.search_key, NEW.phone_key);
                INSERT INTO tenant_revisions (tenant_id, leads) VALUES (NEW.tenant_id, 1) ON CONFLICT DO UPDATE SET leads = leads + 1;
            END;
            """);
        migrationBuilder.Sql("""
            INSERT INTO roles (tenant_id, id, name, is_system, created_at, updated_at, version)
            SELECT t.id, row_number() OVER (ORDER BY t.id, r.column1), r.column2, 1, t.created_at, t.created_at, 1
            FROM tenants t, (VALUES (1, 'owner'), (2, 'manager'), (3, 'agent'), (4, 'viewer')) r;
            INSERT INTO role_permissions (tenant_id, id, role_id, permission)
            SELECT r.tenant_id, row_number() OVER (ORDER BY r.id, p.column2), r.id, p.column2
            FROM roles r JOIN (VALUES
                ('viewer agent manager owner', 'leads:read'), ('agent manager owner', 'leads:write'),
                ('viewer agent manager owner', 'customers:read'), ('agent manager owner', 'customers:write'),
                ('viewer agent manager owner', 'settings:read'), ('manager owner', 'settings:write'),
                ('viewer agent manager owner', 'users:read'), ('owner', 'users:write')) p ON instr(p.column1, r.name) > 0;
            INSERT INTO member_roles (tenant_id, id, user_id, role_id)
            SELECT m.tenant_id, row_number() OVER (ORDER BY m.tenant_id, m.user_id), m.user_id, r.id
            FROM memberships m JOIN roles r ON r.tenant_id = m.tenant_id AND r.name = m.role;
            INSERT INTO id_counters (name, next) SELECT 'roles', count(*) + 1 FROM roles;
            INSERT INTO id_counters (name, next) SELECT 'role_permissions', count(*) + 1 FROM role_permissions;
            INSERT INTO id_counters (name, next) SELECT 'member_roles', count(*) + 1 FROM member_roles;
            UPDATE memberships SET name = (SELECT name FROM users WHERE id = user_id), updated_at = created_at;
            ALTER TABLE memberships DROP COLUMN role;
            """);
    }
}
