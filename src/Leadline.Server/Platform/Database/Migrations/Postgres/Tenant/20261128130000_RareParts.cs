using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database.Migrations.Postgres.Tenant;

/// <summary>
/// A search asks the trigram index for a part of each term, and looks at the tenant last: GIN asks its columns in their order for each candidate, so the
/// tenant, which has one list of all its leads, is asked only for what the texts have left over. Who has an e-mail address or a phone is told by an
/// index alone. And the tables that grow are vacuumed after a twentieth of their rows has changed instead of a fifth, since a walk along an index looks
/// into the table for each row of a page that was changed since.
/// </summary>
[DbContext(typeof(PostgresTenantDb))]
[Migration("20261128130000_RareParts")]
public sealed class RareParts : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "leads", "lead_search", "customers", "journal", "journal_order" })
        {
            migrationBuilder.Sql($"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);");
        }

        migrationBuilder.Sql("CREATE INDEX lead_search_by_part ON lead_search USING gin (search_key gin_trgm_ops, phone_key gin_trgm_ops, tenant_id);");
        migrationBuilder.Sql("CREATE INDEX leads_by_email_alone ON leads (tenant_id, email_key) INCLUDE (id, is_deleted) WHERE email IS NOT NULL;");
        migrationBuilder.Sql("CREATE INDEX leads_by_phone_alone ON leads (tenant_id, phone_key) INCLUDE (id, is_deleted) WHERE phone_number IS NOT NULL;");
        migrationBuilder.Sql(Search);
        migrationBuilder.Sql(Exchange);
    }

    // Writers of leads wait from the first statement on, readers from here to the commit, which is all that is left.
    private const string Exchange = """
        DROP INDEX lead_search_by_trigram;
        ALTER INDEX lead_search_by_part RENAME TO lead_search_by_trigram;
        DROP INDEX leads_by_email;
        ALTER INDEX leads_by_email_alone RENAME TO leads_by_email;
        DROP INDEX leads_by_phone;
        ALTER INDEX leads_by_phone_alone RENAME TO leads_by_phone;
        """;

    // A part is what the index is asked for; the whole is hidden from it, and tested on what it finds. The test of nothing is null. The function of the
    // same name without parts is the version before's, and goes when that is no more.
    private const string Search = """
        CREATE FUNCTION holding_test(key text, whole text, part text) RETURNS text LANGUAGE sql STABLE AS $$
            SELECT CASE WHEN whole IS NULL THEN NULL WHEN part = whole THEN format('%I LIKE %L', key, holding(whole))
                ELSE format('%1$I LIKE %2$L AND %1$I || '''' LIKE %3$L', key, holding(part), holding(whole)) END
        $$;
        CREATE FUNCTION search_sql(texts text[], digits text[], text_parts text[], digit_parts text[]) RETURNS text LANGUAGE sql STABLE AS $$
            SELECT 'SELECT id >> 5, bit_or(1::bigint << (id & 31)::integer) FROM lead_search WHERE tenant_id = $1 AND is_deleted = $2'
                || string_agg(format(' AND (%s)', concat_ws(' OR ', holding_test('search_key', text, text_part), holding_test('phone_key', digit, digit_part))), '') || ' GROUP BY 1'
            FROM unnest(texts, digits, text_parts, digit_parts) term(text, digit, text_part, digit_part)
        $$;
        CREATE FUNCTION search_leads(trashed boolean, texts text[], digits text[], text_parts text[], digit_parts text[]) RETURNS TABLE (word bigint, bits bigint)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET max_parallel_workers_per_gather = 2 AS $$
        BEGIN
            RETURN QUERY EXECUTE search_sql(texts, digits, text_parts, digit_parts) USING current_tenant(), trashed;
        END $$;
        REVOKE EXECUTE ON FUNCTION search_leads(boolean, text[], text[], text[], text[]) FROM PUBLIC;
        DO $path$ BEGIN
            EXECUTE format('ALTER FUNCTION search_leads(boolean, text[], text[], text[], text[]) SET search_path = %I, pg_catalog, pg_temp', current_schema());
            EXECUTE format('GRANT EXECUTE ON FUNCTION search_leads(boolean, text[], text[], text[], text[]) TO %I', 'leadline_app');
        END $path$;
        """;
}
