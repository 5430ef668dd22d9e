using System.Data.Common;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>Compares all that is derived from leads with the leads themselves, in one snapshot.</summary>
public sealed class VerifyLeads(LeadlineDatabase database)
{
    private const int MostShown = 10;

    /// <summary>All that is wrong, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> HandleAsync(CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        return
        [
            .. snapshot.IsSqlite ? await FileAsync(snapshot, ct) : await ServerAsync(snapshot, ct),
            .. await FindAsync(snapshot, CountsSql, row => $"The counts of tenant {row.GetInt64(0)} differ from its leads: a cell of {row.GetInt64(2)} {row.GetString(1)} has no equal.", ct),
            .. await FindAsync(snapshot, DefaultsSql, row => $"The tenant {row.GetInt64(0)} has {row.GetInt64(1)} live default statuses instead of one.", ct),
            .. await FindAsync(snapshot, DeletedSql, row => $"The live lead {row.GetInt64(1)} of tenant {row.GetInt64(0)} refers to the {row.GetString(2)} {row.GetInt64(3)}, which is deleted.", ct),
            .. await KeysAsync(snapshot, ct),
        ];
    }

    private async Task<IReadOnlyList<string>> FileAsync(Snapshot snapshot, CancellationToken ct)
    {
        await LookAgainAsync(snapshot, ct);
        return
        [
            .. await FindAsync(snapshot, "PRAGMA integrity_check", row => row.GetString(0) is "ok" ? null : $"The file is damaged: {row.GetString(0)}.", ct),
            .. await FindAsync(snapshot, "PRAGMA foreign_key_check", row => $"A row of {row.GetString(0)} refers to a row of {row.GetString(2)} that does not exist.", ct),
            .. await FindAsync(snapshot, SearchSql, row => $"The search index and the leads differ at the key {row.GetInt64(0)}.", ct),
            .. SearchTerms(),
        ];
    }

    // PostgreSQL looks after its files by itself. It keeps references, too, but not where a restore or an operator has switched their triggers off.
    private static async Task<IReadOnlyList<string>> ServerAsync(Snapshot snapshot, CancellationToken ct)
    {
        var faults = new List<string>();
        foreach (var reference in await FindAsync(snapshot, ReferencesSql, row => row.GetString(0), ct, int.MaxValue))
        {
            faults.AddRange(await FindAsync(snapshot, reference, row => $"A row of {row.GetString(0)} refers to a row of {row.GetString(1)} that does not exist.", ct, 1));
        }

        faults.AddRange(await FindAsync(snapshot, SearchTextsSql, row => $"The search index holds other text than the lead {row.GetInt64(1)} of tenant {row.GetInt64(0)}.", ct));
        return faults;
    }

    // One query for each reference, of a row that has no other end.
    private const string ReferencesSql = """
        SELECT format(
            'SELECT %L, %L FROM %I child WHERE %s AND NOT EXISTS (SELECT 1 FROM %I parent WHERE %s)',
            child.relname, parent.relname, child.relname, string_agg(format('child.%I IS NOT NULL', own.attname), ' AND '),
            parent.relname, string_agg(format('parent.%I = child.%I', other.attname, own.attname), ' AND '))
        FROM pg_constraint reference
        JOIN pg_class child ON child.oid = reference.conrelid
        JOIN pg_class parent ON parent.oid = reference.confrelid
        CROSS JOIN LATERAL unnest(reference.conkey, reference.confkey) pair(own, other)
        JOIN pg_attribute own ON own.attrelid = child.oid AND own.attnum = pair.own
        JOIN pg_attribute other ON other.attrelid = parent.oid AND other.attnum = pair.other
        WHERE reference.contype = 'f' AND reference.connamespace = current_schema()::regnamespace
        GROUP BY reference.oid, child.relname, parent.relname
        ORDER BY child.relname, parent.relname
        """;

    private const string SearchTextsSql = """
        SELECT tenant_id, id FROM (SELECT tenant_id, id, is_deleted, search_key, phone_key FROM leads EXCEPT SELECT tenant_id, id, is_deleted, search_key, phone_key FROM lead_search) unfound
        UNION
        SELECT tenant_id, id FROM (SELECT tenant_id, id, is_deleted, search_key, phone_key FROM lead_search EXCEPT SELECT tenant_id, id, is_deleted, search_key, phone_key FROM leads) stale
        """;

    private const string CountsSql = """
        WITH kept AS (
            SELECT tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, CAST(sum(leads) AS bigint) AS leads
            FROM lead_totals GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(leads) <> 0
        ), counted AS (
            SELECT tenant_id, is_deleted, is_converted, coalesce(lead_status_id, 0), coalesce(lead_reference_source_id, 0), coalesce(assigned_user_id, 0), count(*) AS leads
            FROM leads GROUP BY 1, 2, 3, 4, 5, 6
        )
        SELECT tenant_id, 'kept', leads FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted) more
        UNION ALL SELECT tenant_id, 'counted', leads FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept) less
        """;

    private const string DefaultsSql = """
        SELECT tenant_id, sum(CASE WHEN is_default AND deleted_at IS NULL THEN 1 ELSE 0 END) AS defaults FROM lead_statuses GROUP BY tenant_id
        HAVING sum(CASE WHEN is_default AND deleted_at IS NULL THEN 1 ELSE 0 END) <> 1
        """;

    // The deleted ones are few, and so are the leads that an index finds for each.
    private const string DeletedSql = """
        SELECT lead.tenant_id, lead.id, 'status', gone.id FROM lead_statuses gone
        JOIN leads lead ON lead.tenant_id = gone.tenant_id AND NOT lead.is_deleted AND lead.lead_status_id = gone.id WHERE gone.deleted_at IS NOT NULL
        UNION ALL
        SELECT lead.tenant_id, lead.id, 'reference source', gone.id FROM lead_reference_sources gone
        JOIN leads lead ON lead.tenant_id = gone.tenant_id AND NOT lead.is_deleted AND lead.lead_reference_source_id = gone.id WHERE gone.deleted_at IS NOT NULL
        UNION ALL
        SELECT lead.tenant_id, lead.id, 'import source', gone.id FROM import_sources gone
        JOIN leads lead ON lead.tenant_id = gone.tenant_id AND NOT lead.is_deleted AND lead.import_source_id = gone.id WHERE gone.deleted_at IS NOT NULL
        """;

    private const string SearchSql = """
        WITH expected AS (SELECT (tenant_id << 41) | (is_deleted << 40) | id AS id FROM leads), found AS (SELECT id FROM lead_search_docsize)
        SELECT id FROM (SELECT id FROM expected EXCEPT SELECT id FROM found)
        UNION ALL SELECT id FROM (SELECT id FROM found EXCEPT SELECT id FROM expected)
        """;

    // SQLite checks a full-text index by the segments that the connection remembers; only a search notices that another one has merged them.
    private static async Task LookAgainAsync(Snapshot snapshot, CancellationToken ct) =>
        await FindAsync(snapshot, "SELECT rowid FROM lead_search WHERE lead_search MATCH '\"any\"' LIMIT 1", _ => null, ct);

    // The index holds no text to compare, so a second one is made of the leads, aside, and the two are compared trigram by trigram.
    private List<string> SearchTerms()
    {
        using var connection = database.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = """
            BEGIN;
            CREATE VIRTUAL TABLE temp.expected_search USING fts5 (text, phone, content = '', tokenize = 'trigram case_sensitive 1');
            INSERT INTO temp.expected_search (rowid, text, phone)
            SELECT (tenant_id << 41) | (is_deleted << 40) | id, search_key, phone_key FROM leads ORDER BY tenant_id, is_deleted, id;
            CREATE VIRTUAL TABLE temp.kept_terms USING fts5vocab (main, lead_search, col);
            CREATE VIRTUAL TABLE temp.expected_terms USING fts5vocab (temp, expected_search, col);
            SELECT count(*) FROM (
                SELECT * FROM (SELECT term, col, doc, cnt FROM temp.kept_terms EXCEPT SELECT term, col, doc, cnt FROM temp.expected_terms)
                UNION ALL SELECT * FROM (SELECT term, col, doc, cnt FROM temp.expected_terms EXCEPT SELECT term, col, doc, cnt FROM temp.kept_terms));
            """;
        var differing = (long)(command.ExecuteScalar() ?? 0L);
        command.CommandText = "ROLLBACK";
        command.ExecuteNonQuery();
        return differing == 0 ? [] : [$"The search index holds other text than the leads: {differing} trigrams differ."];
    }

    private static async Task<List<string>> FindAsync(Snapshot snapshot, string sql, Func<DbDataReader, string?> fault, CancellationToken ct, int most = MostShown)
    {
        var faults = new List<string>();
        await using var rows = await snapshot.QueryOnceAsync(sql, ct);
        while (faults.Count < most && await rows.ReadAsync(ct))
        {
            if (fault(rows) is { } sentence)
            {
                faults.Add(sentence);
            }
        }

        return faults;
    }

    private static async Task<List<string>> KeysAsync(Snapshot snapshot, CancellationToken ct)
    {
        var countries = await CountriesAsync(snapshot, ct);
        return await FindAsync(
            snapshot,
            """
            SELECT tenant_id, id, first_name, last_name, email, phone_number, external_id, first_name_key, last_name_key, email_key, phone_key, search_key FROM leads
            """,
            row =>
            {
                var lead = new Lead { FirstName = Text(row, 2), LastName = Text(row, 3), Email = Text(row, 4), PhoneNumber = Text(row, 5), ExternalId = Text(row, 6) };
                lead.FoldKeys(countries.GetValueOrDefault(row.GetInt64(0)));
                return (lead.FirstNameKey, lead.LastNameKey, lead.EmailKey, lead.PhoneKey, lead.SearchKey)
                    == (Text(row, 7), Text(row, 8), Text(row, 9), Text(row, 10), Text(row, 11) ?? "")
                    ? null
                    : $"The folded keys of lead {row.GetInt64(1)} of tenant {row.GetInt64(0)} are not those of its fields.";
            },
            ct);
    }

    // Of the snapshot, too: whoever asked for a second connection while holding one could wait for others who do the same.
    private static async Task<Dictionary<long, string?>> CountriesAsync(Snapshot snapshot, CancellationToken ct)
    {
        var countries = new Dictionary<long, string?>();
        await using var rows = await snapshot.QueryOnceAsync("SELECT id, default_country FROM tenants", ct);
        while (await rows.ReadAsync(ct))
        {
            countries[rows.GetInt64(0)] = Text(rows, 1);
        }

        return countries;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
