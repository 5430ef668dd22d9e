using System.Data.Common;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads;

/// <summary>Compares all that is derived from leads with the leads themselves, in one snapshot.</summary>
public sealed class VerifyLeads(LeadlineDatabase database)
{
    private const int MostShown = 10;

    /// <summary>All that is wrong, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> HandleAsync(CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(ct);
        return
        [
            .. await FindAsync(snapshot, "PRAGMA integrity_check", row => row.GetString(0) is "ok" ? null : $"The file is damaged: {row.GetString(0)}.", ct),
            .. await FindAsync(snapshot, "PRAGMA foreign_key_check", row => $"A row of {row.GetString(0)} refers to a row of {row.GetString(2)} that does not exist.", ct),
            .. await FindAsync(snapshot, CountsSql, row => $"Tenant {row.GetInt64(0)} has {row.GetInt64(2)} leads where its counts say {row.GetInt64(1)}.", ct),
            .. await FindAsync(snapshot, SearchSql, row => $"The search index and the leads differ at the key {row.GetInt64(0)}.", ct),
            .. await KeysAsync(snapshot, ct),
        ];
    }

    private const string CountsSql = """
        WITH kept AS (
            SELECT tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads FROM lead_counts WHERE leads <> 0
        ), counted AS (
            SELECT tenant_id, is_deleted, is_converted, ifnull(lead_status_id, 0) AS lead_status_id, ifnull(lead_reference_source_id, 0) AS lead_reference_source_id,
                ifnull(assigned_user_id, 0) AS assigned_user_id, count(*) AS leads
            FROM leads GROUP BY 1, 2, 3, 4, 5, 6
        )
        SELECT tenant_id, ifnull(kept.leads, 0), ifnull(counted.leads, 0)
        FROM kept FULL JOIN counted USING (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id)
        WHERE kept.leads IS NOT counted.leads
        """;

    private const string SearchSql = """
        SELECT found.id FROM lead_search_docsize AS found
        FULL JOIN (SELECT (tenant_id << 41) | (is_deleted << 40) | id AS id FROM leads) AS expected ON expected.id = found.id
        WHERE expected.id IS NULL OR found.id IS NULL
        """;

    private static async Task<List<string>> FindAsync(Snapshot snapshot, string sql, Func<DbDataReader, string?> fault, CancellationToken ct)
    {
        var faults = new List<string>();
        await using var rows = await snapshot.QueryAsync(sql, ct);
        while (faults.Count < MostShown && await rows.ReadAsync(ct))
        {
            if (fault(rows) is { } sentence)
            {
                faults.Add(sentence);
            }
        }

        return faults;
    }

    private async Task<List<string>> KeysAsync(Snapshot snapshot, CancellationToken ct)
    {
        await using var platform = database.Platform();
        var countries = await platform.Tenants.ToDictionaryAsync(tenant => tenant.Id, tenant => tenant.DefaultCountry, ct);
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

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
