using Leadline.Platform.Database.Postgres;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Postgres.Tenant;

/// <summary>
/// What the database keeps beside the rows of the model: the journal, the kept counts (a lead without status, source or user counts under 0), the
/// revisions by which a process knows whether what it remembers is still true, and the answers kept for idempotency keys. Counts and revisions move
/// in the transaction that moves the rows, but no change waits for another's: each leaves its steps in tables of their own, which are read with what
/// is kept and folded into it later (<c>settle_tenant</c>), when entries of the journal get their numbers in the feed, too. The functions are those that
/// hand-written SQL has in SQLite and PostgreSQL has not.
/// </summary>
[DbContext(typeof(PostgresTenantDb))]
[Migration("20261128090000_Derivations")]
public sealed class Derivations : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Functions);
        migrationBuilder.Sql(Role);
        migrationBuilder.Sql(Tables);
        migrationBuilder.Sql(Settle);
        migrationBuilder.Sql(Search);
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
        CREATE FUNCTION current_tenant() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
            SELECT nullif(current_setting('leadline.tenant', TRUE), '')::bigint
        $$;
        CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT strpos($1, $2)
        $$;
        """;

    // The role is the whole server's: another database may have made it, just now as well.
    private const string Role = $"""
        DO $role$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{PostgresWall.Role}') THEN
                BEGIN
                    CREATE ROLE {PostgresWall.Role} NOLOGIN NOINHERIT NOBYPASSRLS;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END;
            END IF;
            IF NOT pg_has_role(CURRENT_USER, '{PostgresWall.Role}', 'MEMBER') THEN
                GRANT {PostgresWall.Role} TO CURRENT_USER;
            END IF;
        END $role$;
        """;

    // Row-level security keeps LIKE from the index, since it might tell what it sees. So the search is the owner's, and asks for the tenant behind the
    // wall by itself. What is found is told as words of 32 bits, of which there are few even where nearly all is found.
    private const string Search = """
        CREATE FUNCTION holding(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT '%' || replace(replace(replace($1, '\', '\\'), '%', '\%'), '_', '\_') || '%'
        $$;
        CREATE FUNCTION search_leads(trashed boolean, texts text[], digits text[]) RETURNS TABLE (word bigint, bits bigint)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET max_parallel_workers_per_gather = 2 AS $$
        DECLARE
            tests text := '';
        BEGIN
            FOR i IN 1..cardinality(texts) LOOP
                tests := tests || format(' AND (search_key LIKE %L', holding(texts[i]))
                    || CASE WHEN digits[i] IS NULL THEN ')' ELSE format(' OR phone_key LIKE %L)', holding(digits[i])) END;
            END LOOP;
            RETURN QUERY EXECUTE
                'SELECT id >> 5, bit_or(1::bigint << (id & 31)::integer) FROM lead_search WHERE tenant_id = $1 AND is_deleted = $2' || tests || ' GROUP BY 1'
                USING current_tenant(), trashed;
        END $$;
        REVOKE EXECUTE ON FUNCTION search_leads FROM PUBLIC;
        DO $path$ BEGIN
            EXECUTE format('ALTER FUNCTION search_leads SET search_path = %I, pg_catalog, pg_temp', current_schema());
            EXECUTE format('GRANT EXECUTE ON FUNCTION search_leads TO %I', 'leadline_app');
        END $path$;
        """;

    // One settles a tenant at a time. Each statement sees what is committed when it begins and moves all of that, or nothing.
    private const string Settle = """
        CREATE FUNCTION is_unsettled(whose bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
            SELECT EXISTS (SELECT 1 FROM journal_arrivals WHERE tenant_id = whose)
                OR EXISTS (SELECT 1 FROM revision_deltas WHERE tenant_id = whose)
                OR EXISTS (SELECT 1 FROM lead_count_deltas WHERE tenant_id = whose)
        $$;
        CREATE FUNCTION settle_tenant(whose bigint, lock bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(lock);

            WITH gone AS (DELETE FROM lead_count_deltas WHERE tenant_id = whose RETURNING *)
            INSERT INTO lead_counts (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads)
            SELECT whose, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, sum(leads)
            FROM gone GROUP BY 2, 3, 4, 5, 6 HAVING sum(leads) <> 0
            ON CONFLICT (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id)
            DO UPDATE SET leads = lead_counts.leads + excluded.leads;

            WITH gone AS (DELETE FROM revision_deltas WHERE tenant_id = whose RETURNING *),
                arrived AS (DELETE FROM journal_arrivals WHERE tenant_id = whose RETURNING id),
                placed AS (
                    INSERT INTO journal_order (tenant_id, number, id)
                    SELECT whose, (SELECT journal FROM tenant_revisions WHERE tenant_id = whose) + row_number() OVER (ORDER BY id), id FROM arrived
                    RETURNING 1)
            UPDATE tenant_revisions SET
                leads = leads + (SELECT coalesce(sum(gone.leads), 0) FROM gone),
                settings = settings + (SELECT coalesce(sum(gone.settings), 0) FROM gone),
                journal = journal + (SELECT count(*) FROM placed)
            WHERE tenant_id = whose;
        END $$;
        CREATE FUNCTION journal_arrived() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO journal_arrivals (tenant_id, id) SELECT tenant_id, id FROM new_entries;
            RETURN NULL;
        END $$;
        CREATE TRIGGER journal_arrived AFTER INSERT ON journal REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION journal_arrived();
        """;

    private const string Tables = """
        CREATE TABLE tenant_revisions (
            tenant_id bigint NOT NULL PRIMARY KEY,
            leads bigint NOT NULL DEFAULT 0,
            settings bigint NOT NULL DEFAULT 0,
            journal bigint NOT NULL DEFAULT 0,
            journal_since bigint NOT NULL DEFAULT 0
        );
        CREATE TABLE revision_deltas (
            tenant_id bigint NOT NULL,
            leads bigint NOT NULL,
            settings bigint NOT NULL
        );
        CREATE INDEX revision_deltas_by_tenant ON revision_deltas (tenant_id);
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
        CREATE TABLE lead_count_deltas (
            tenant_id bigint NOT NULL,
            is_deleted boolean NOT NULL,
            is_converted boolean NOT NULL,
            lead_status_id bigint NOT NULL,
            lead_reference_source_id bigint NOT NULL,
            assigned_user_id bigint NOT NULL,
            leads bigint NOT NULL
        );
        CREATE INDEX lead_count_deltas_by_tenant ON lead_count_deltas (tenant_id);
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE EXTENSION IF NOT EXISTS btree_gin;
        CREATE TABLE lead_search (
            tenant_id bigint NOT NULL,
            id bigint NOT NULL,
            is_deleted boolean NOT NULL,
            search_key text COLLATE "C" NOT NULL,
            phone_key text COLLATE "C",
            PRIMARY KEY (tenant_id, id)
        );
        CREATE INDEX lead_search_by_trigram ON lead_search USING gin (tenant_id, search_key gin_trgm_ops, phone_key gin_trgm_ops);
        CREATE SEQUENCE journal_ids CACHE 1;
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
        CREATE TABLE journal_arrivals (
            tenant_id bigint NOT NULL,
            id bigint NOT NULL,
            PRIMARY KEY (tenant_id, id)
        );
        CREATE TABLE journal_order (
            tenant_id bigint NOT NULL,
            number bigint NOT NULL,
            id bigint NOT NULL,
            PRIMARY KEY (tenant_id, number)
        );
        CREATE VIEW tenant_state WITH (security_invoker = TRUE) AS
            SELECT kept.tenant_id, kept.leads + step.leads AS leads, kept.settings + step.settings AS settings,
                kept.journal + arrived.entries AS journal, kept.journal AS numbered
            FROM tenant_revisions kept
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(leads), 0)::bigint AS leads, coalesce(sum(settings), 0)::bigint AS settings
                FROM revision_deltas WHERE tenant_id = kept.tenant_id) step
            CROSS JOIN LATERAL (SELECT count(*) AS entries FROM journal_arrivals WHERE tenant_id = kept.tenant_id) arrived;
        CREATE VIEW lead_totals WITH (security_invoker = TRUE) AS
            SELECT tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads FROM lead_counts
            UNION ALL SELECT tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads FROM lead_count_deltas;
        CREATE VIEW journal_feed WITH (security_invoker = TRUE) AS
            SELECT place.number, entry.* FROM journal_order place JOIN journal entry ON entry.tenant_id = place.tenant_id AND entry.id = place.id;
        CREATE VIEW open_batch AS
            SELECT current_tenant() AS tenant_id, current_setting('leadline.batch', TRUE)::bigint AS batch_id, current_setting('leadline.at', TRUE)::bigint AS at,
                coalesce(current_setting('leadline.is_bulk', TRUE), '') <> '' AS is_bulk
            WHERE coalesce(current_setting('leadline.batch', TRUE), '') <> '';
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
        new("tenants_inserted", "tenants", "INSERT", "", "INSERT INTO tenant_revisions (tenant_id) VALUES (NEW.id) ON CONFLICT (tenant_id) DO NOTHING;"),
        new("leads_inserted", "leads", "INSERT", TableTrigger.NotInBulk, $"{Count("NEW", "1")} {MoveRevision("leads", "NEW")}"),
        new("leads_updated", "leads", "UPDATE", "", MoveRevision("leads", "NEW")),
        new("leads_searched", "leads", "INSERT", TableTrigger.NotInBulk, $"INSERT INTO lead_search {SearchKeys}"),
        new(
            "leads_renamed", "leads", "UPDATE",
            "(OLD.is_deleted, OLD.search_key, OLD.phone_key) IS DISTINCT FROM (NEW.is_deleted, NEW.search_key, NEW.phone_key)",
            $"UPDATE lead_search SET (is_deleted, search_key, phone_key) = (NEW.is_deleted, NEW.search_key, NEW.phone_key) WHERE tenant_id = NEW.tenant_id AND id = NEW.id;"),
        new("leads_forgotten", "leads", "DELETE", "", "DELETE FROM lead_search WHERE tenant_id = OLD.tenant_id AND id = OLD.id;"),
        new(
            "leads_moved", "leads", "UPDATE",
            """
            (OLD.is_deleted, OLD.is_converted, OLD.lead_status_id, OLD.lead_reference_source_id, OLD.assigned_user_id)
            IS DISTINCT FROM (NEW.is_deleted, NEW.is_converted, NEW.lead_status_id, NEW.lead_reference_source_id, NEW.assigned_user_id)
            """,
            $"{Count("OLD", "-1")} {Count("NEW", "1")}"),
        new("leads_deleted", "leads", "DELETE", "", $"{Count("OLD", "-1")} {MoveRevision("leads", "OLD")}"),
        .. new[] { "lead_statuses", "lead_reference_sources", "memberships" }.SelectMany(table => new TableTrigger[]
        {
            new($"{table}_inserted", table, "INSERT", "", MoveRevision("settings", "NEW")),
            new($"{table}_updated", table, "UPDATE", "", MoveRevision("settings", "NEW")),
            new($"{table}_deleted", table, "DELETE", "", MoveRevision("settings", "OLD")),
        }),
        new(
            "users_renamed", "users", "UPDATE OF name", "",
            "INSERT INTO revision_deltas (tenant_id, leads, settings) SELECT tenant_id, 0, 1 FROM memberships WHERE user_id = NEW.id;"),
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

    private const string SearchKeys =
        "(tenant_id, id, is_deleted, search_key, phone_key) VALUES (NEW.tenant_id, NEW.id, NEW.is_deleted, NEW.search_key, NEW.phone_key);";

    private static string Count(string row, string step) => $"""
        INSERT INTO lead_count_deltas (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads) VALUES (
            {row}.tenant_id, {row}.is_deleted, {row}.is_converted,
            coalesce({row}.lead_status_id, 0), coalesce({row}.lead_reference_source_id, 0), coalesce({row}.assigned_user_id, 0), {step});
        """;

    private static string MoveRevision(string what, string row) =>
        $"INSERT INTO revision_deltas (tenant_id, leads, settings) VALUES ({row}.tenant_id, {(what == "leads" ? "1, 0" : "0, 1")});";
}
