using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>Counts those leads that a search or a condition found which pass a filter, on the way that visits the fewest entries.</summary>
/// <param name="snapshot">Where to look.</param>
/// <param name="tenant">Whose leads.</param>
/// <param name="filter">What they must pass.</param>
/// <param name="counts">The kept counts.</param>
/// <param name="hits">What was found.</param>
internal sealed class LeadCounting(Snapshot snapshot, TenantId tenant, LeadFilter filter, LeadCounts counts, LeadHits hits)
{
    private readonly LeadWay fewest = new LeadWays(LeadOrder.Usual, filter, counts, !snapshot.IsSqlite).Fewest();

    /// <summary>How many there are.</summary>
    public async Task<long> TotalAsync(CancellationToken ct)
    {
        if (IsFew)
        {
            await using var count = await snapshot.QueryAsync($"SELECT count(*) {FewSql}", ct, FewParameters);
            return await count.ReadAsync(ct) ? count.GetInt64(0) : 0;
        }

        var found = 0L;
        await using var rows = await snapshot.QueryAsync(fewest.Range.Sql.Members, ct, Parameters);
        while (rows.Read())
        {
            found += hits.Contains(rows.GetInt64(0)) ? 1 : 0;
        }

        return found;
    }

    /// <summary>How many there are of each kind; kinds without any are left out.</summary>
    public async Task<IReadOnlyDictionary<long, long>> TotalAsync(LeadGrouping by, CancellationToken ct)
    {
        var kinds = new Dictionary<long, long>();
        if (IsFew)
        {
            await using var few = await snapshot.QueryAsync($"SELECT {by.Sql}, count(*) {FewSql} GROUP BY 1", ct, FewParameters);
            while (await few.ReadAsync(ct))
            {
                kinds.Add(few.GetInt64(0), few.GetInt64(1));
            }

            return kinds;
        }

        await using var rows = await snapshot.QueryAsync(fewest.Range.Sql.Kinds[by], ct, Parameters);
        while (rows.Read())
        {
            if (hits.Contains(rows.GetInt64(0)))
            {
                var kind = rows.GetInt64(1);
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            }
        }

        return kinds;
    }

    // Few enough for each row to be fetched.
    private bool IsFew => hits.Count * LeadWay.FetchAndSort < fewest.Visited;

    private (string, object)[] Parameters => [("@tenant", tenant.Value), .. filter.Parameters()];

    private (string, object)[] FewParameters => [.. Parameters, ("@ids", IdList.Of(hits.Ids()))];

    // The plus keeps the planner from a walk of an index: the ids lead to the rows.
    private string FewSql => $"FROM leads WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids)) AND {filter.Tests.Sql("+")}";
}
