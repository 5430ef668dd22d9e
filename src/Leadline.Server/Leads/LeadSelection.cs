using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>The leads that a bulk action is for: by their numbers, or by the list's own filter. They are taken in the order of their numbers.</summary>
/// <param name="Ids">The numbers; null for the filter.</param>
/// <param name="Query">The filter; null for the numbers.</param>
internal sealed record LeadSelection(IReadOnlyList<long>? Ids, LeadQuery? Query)
{
    /// <summary>How many there are.</summary>
    public async Task<long> CountAsync(Snapshot snapshot, TenantId tenant) => (long)(await ReadAsync(snapshot, tenant, "count(*)", after: 0, take: 1))[0];

    /// <summary>The next numbers after one.</summary>
    public Task<List<long>> NextAsync(Snapshot snapshot, TenantId tenant, long after, int take) => ReadAsync(snapshot, tenant, "id", after, take);

    private async Task<List<long>> ReadAsync(Snapshot snapshot, TenantId tenant, string what, long after, int take)
    {
        List<(string Name, object Value)> parameters = [("@tenant", tenant.Value), ("@after", after), ("@take", take)];
        var sql = $"SELECT {what} FROM leads WHERE tenant_id = @tenant AND id > @after AND {Condition(parameters)} {(what == "id" ? "ORDER BY id " : "")}LIMIT @take";
        await using var rows = await snapshot.QueryAsync(sql, CancellationToken.None, [.. parameters]);
        var numbers = new List<long>();
        while (rows.Read())
        {
            numbers.Add(rows.GetInt64(0));
        }

        return numbers;
    }

    // The plus keeps the planner from an index: what is wanted is the order of the numbers.
    private string Condition(List<(string, object)> parameters)
    {
        if (Query is not { } query)
        {
            parameters.Add(("@ids", IdList.Of(Ids ?? [])));
            return "id IN (SELECT value FROM json_each(@ids))";
        }

        var conditions = new List<string> { "+is_deleted = @trashed" };
        parameters.Add(("@trashed", query.Filter.IsTrashed));
        Add("+lead_status_id = @status", "@status", query.Filter.StatusId);
        Add("+lead_reference_source_id = @source", "@source", query.Filter.SourceId);
        Add("+is_converted = @converted", "@converted", query.Filter.IsConverted);
        foreach (var (term, at) in (query.Search?.Terms ?? []).Select((term, at) => (term, at)))
        {
            conditions.Add($"(instr(search_key, @text{at}) > 0 OR instr(phone_key, @digits{at}) > 0)");
            parameters.Add(($"@text{at}", term.Text));
            parameters.Add(($"@digits{at}", (object?)term.Digits ?? DBNull.Value));
        }

        return string.Join(" AND ", conditions);

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add((name, value));
            }
        }
    }
}
