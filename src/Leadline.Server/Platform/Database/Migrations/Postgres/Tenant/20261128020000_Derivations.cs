using Leadline.Platform.Database.Postgres;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Postgres.Tenant;

/// <summary>
/// What the database keeps beside the rows of the model: the journal with the batch that writes it, the kept counts (a lead without status,
/// source or user counts under 0), the revisions by which a process knows whether what it remembers is still true, and the answers kept for
/// idempotency keys. Counts and revisions move by triggers, in the transaction that moves the rows. The functions are those that hand-written SQL has
/// in SQLite and PostgreSQL has not.
/// </summary>
[DbContext(typeof(PostgresTenantDb))]
[Migration("20261128020000_Derivations")]
public sealed class Derivations : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Functions);
        migrationBuilder.Sql(Tables);
        foreach (var trigger in Triggers)
        {
            migrationBuilder.Sql(PostgresText.Trigger(trigger));
        }
    }

    // In json_each a number is told as value, any text as atom.
    private const string Functions = """
        CREATE FUNCTION json_each(text) RETURNS TABLE (value bigint, atom text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT CASE WHEN item ~ '^-?[0-9]{1,18}$' THEN item::bigint END, item FROM json_array_elements_text($1::json) item
        $$;
        CREATE FUNCTION json_extract(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT jsonb_path_query_first($1::jsonb, $2::jsonpath) #>> '{}'
        $$;
        CREATE FUNCTION json_quote(anyelement) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT coalesce(to_json($1)::text, 'null')
        $$;
        CREATE FUNCTION json_quote(boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT CASE WHEN $1 THEN '1' WHEN NOT $1 THEN '0' ELSE 'null' END
        $$;
        CREATE FUNCTION iif(boolean, text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT CASE WHEN $1 THEN $2 ELSE $3 END
        $$;
        CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT strpos($1, $2)
        $$;
        """;

    private const string Tables = """
        CREATE TABLE tenant_revisions (
            tenant_id bigint NOT NULL PRIMARY KEY,
            leads bigint NOT NULL DEFAULT 0,
            settings bigint NOT NULL DEFAULT 0,
            journal bigint NOT NULL DEFAULT 0,
            journal_since bigint NOT NULL DEFAULT 0
        );
        CREATE TABLE lead_counts (
            tenant_id bigint NOT NULL,
            is_deleted boolean NOT NULL,
            is_converted boolean NOT NULL,
            lead_status_id bigint NOT NULL,
            lead_reference_source_id bigint NOT NULL,
            assigned_user_id bigint NOT NULL,
            leads bigint NOT NULL,
            PRIMARY KEY (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id)
        );
        CREATE TABLE journal (
            tenant_id bigint NOT NULL,
            id bigint NOT NULL,
            batch_id bigint NOT NULL,
            at bigint NOT NULL,
            entity text COLLATE "C" NOT NULL,
            entity_id bigint NOT NULL,
            subject text COLLATE "C" NOT NULL,
            subject_id bigint NOT NULL,
            operation text COLLATE "C" NOT NULL,
            changes text COLLATE "C" NOT NULL,
            PRIMARY KEY (tenant_id, id)
        );
        CREATE INDEX journal_by_subject ON journal (tenant_id, subject, subject_id, id);
        CREATE INDEX journal_by_batch ON journal (tenant_id, batch_id, id);
        CREATE TABLE open_batch (
            tenant_id bigint NOT NULL PRIMARY KEY,
            batch_id bigint NOT NULL,
            at bigint NOT NULL,
            is_bulk boolean NOT NULL
        );
        CREATE TABLE idempotency_keys (
            tenant_id bigint NOT NULL,
            caller text COLLATE "C" NOT NULL,
            key text COLLATE "C" NOT NULL,
            fingerprint text COLLATE "C" NOT NULL,
            status bigint NOT NULL,
            body bytea NOT NULL,
            etag text COLLATE "C",
            location text COLLATE "C",
            created_at bigint NOT NULL,
            PRIMARY KEY (tenant_id, caller, key)
        );
        CREATE INDEX idempotency_keys_by_age ON idempotency_keys (tenant_id, created_at);
        CREATE TABLE idempotency_subjects (
            tenant_id bigint NOT NULL,
            subject text COLLATE "C" NOT NULL,
            subject_id bigint NOT NULL,
            caller text COLLATE "C" NOT NULL,
            key text COLLATE "C" NOT NULL,
            PRIMARY KEY (tenant_id, subject, subject_id, caller, key),
            FOREIGN KEY (tenant_id, caller, key) REFERENCES idempotency_keys (tenant_id, caller, key) ON DELETE CASCADE
        );
        CREATE INDEX idempotency_subjects_by_key ON idempotency_subjects (tenant_id, caller, key);
        """;

    private static IEnumerable<TableTrigger> Triggers =>
    [
        new("leads_inserted", "leads", "INSERT", "NOT EXISTS (SELECT 1 FROM open_batch WHERE is_bulk)", $"{Count("NEW", "1")} {MoveRevision("leads", "NEW")}"),
        new("leads_updated", "leads", "UPDATE", "", $"{Count("OLD", "-1")} {Count("NEW", "1")} {MoveRevision("leads", "NEW")}"),
        new("leads_deleted", "leads", "DELETE", "", $"{Count("OLD", "-1")} {MoveRevision("leads", "OLD")}"),
        .. new[] { "lead_statuses", "lead_reference_sources", "memberships" }.SelectMany(table => new TableTrigger[]
        {
            new($"{table}_inserted", table, "INSERT", "", MoveRevision("settings", "NEW")),
            new($"{table}_updated", table, "UPDATE", "", MoveRevision("settings", "NEW")),
            new($"{table}_deleted", table, "DELETE", "", MoveRevision("settings", "OLD")),
        }),
        new(
            "users_renamed", "users", "UPDATE OF name", "",
            "UPDATE tenant_revisions SET settings = settings + 1 WHERE tenant_id IN (SELECT tenant_id FROM memberships WHERE user_id = NEW.id);"),
        new("tags_live", "tags", "UPDATE OF deleted_at", "OLD.deleted_at IS DISTINCT FROM NEW.deleted_at", MoveRevision("settings", "NEW")),
        new(
            "lead_statuses_one_default", "lead_statuses", "UPDATE OF is_default, deleted_at",
            "NEW.is_default AND NEW.deleted_at IS NULL AND (NOT OLD.is_default OR OLD.deleted_at IS NOT NULL)", OneDefault),
        new("lead_statuses_one_default_inserted", "lead_statuses", "INSERT", "NEW.is_default AND NEW.deleted_at IS NULL", OneDefault),
        new(
            "jobs_ended", "jobs", "UPDATE OF state", "NEW.state NOT IN ('queued', 'running') AND NEW.payload <> '{}'",
            "UPDATE jobs SET payload = '{}' WHERE tenant_id = NEW.tenant_id AND id = NEW.id;"),
    ];

    private const string OneDefault = """
        UPDATE lead_statuses SET is_default = FALSE, version = version + 1, updated_at = NEW.updated_at
        WHERE tenant_id = NEW.tenant_id AND id <> NEW.id AND is_default;
        """;

    private static string Count(string row, string step) => $"""
        INSERT INTO lead_counts (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads) VALUES (
            {row}.tenant_id, {row}.is_deleted, {row}.is_converted,
            coalesce({row}.lead_status_id, 0), coalesce({row}.lead_reference_source_id, 0), coalesce({row}.assigned_user_id, 0), {step})
        ON CONFLICT (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id)
        DO UPDATE SET leads = lead_counts.leads + excluded.leads;
        """;

    private static string MoveRevision(string what, string row) => $"""
        INSERT INTO tenant_revisions (tenant_id, {what}) VALUES ({row}.tenant_id, 1) ON CONFLICT (tenant_id) DO UPDATE SET {what} = tenant_revisions.{what} + 1;
        """;
}
