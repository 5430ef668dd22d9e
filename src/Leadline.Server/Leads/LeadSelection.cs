using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>The leads that a bulk action is for: by their numbers, or by the list's own filter. They are taken in the order of their numbers.</summary>
/// <param name="Ids">The numbers; null for the filter.</param>
/// <param name="Criteria">The filter; null for the numbers.</param>
internal sealed record LeadSelection(IReadOnlyList<long>? Ids, LeadCriteria? Criteria)
{
    /// <summary>How many there are.</summary>
    public async Task<long> CountAsync(TenantWrite write) => (await ReadAsync(write, "count(*)", after: 0, take: 1))[0];

    /// <summary>The next numbers after one.</summary>
    public Task<List<long>> NextAsync(TenantWrite write, long after, int take) => ReadAsync(write, "id", after, take);

    private async Task<List<long>> ReadAsync(TenantWrite write, string what, long after, int take)
    {
        List<(string Name, object Value)> parameters = [("@tenant", write.Tenant.Value), ("@after", after), ("@take", take)];
        var sql = $"SELECT {what} FROM leads WHERE tenant_id = @tenant AND id > @after{Test(write, parameters)} {(what == "id" ? "ORDER BY id " : "")}LIMIT @take";
        await using var rows = await write.Snapshot.QueryOnceAsync(sql, CancellationToken.None, [.. parameters]);
        var numbers = new List<long>();
        while (rows.Read())
        {
            numbers.Add(rows.GetInt64(0));
        }

        return numbers;
    }

    // The plus keeps the planner from an index: what is wanted is the order of the numbers.
    private string Test(TenantWrite write, List<(string, object)> parameters)
    {
        if (Criteria is not { } criteria)
        {
            parameters.Add(("@ids", IdList.Of(Ids ?? [])));
            return " AND id IN (SELECT value FROM json_each(@ids))";
        }

        parameters.Add(("@trashed", criteria.Filter.IsTrashed));
        return $" AND +is_deleted = @trashed{criteria.AsCondition()?.Bind(write.DefaultCountry, parameters)}";
    }
}
