using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>The leads that a bulk action is for: by their numbers, or by the list's own filter.</summary>
/// <param name="Ids">The numbers; null for the filter.</param>
/// <param name="Criteria">The filter; null for the numbers.</param>
internal sealed record LeadSelection(IReadOnlyList<long>? Ids, LeadCriteria? Criteria)
{
    /// <summary>The numbers of all of them that there are, ascending.</summary>
    public Task<List<long>> FindAsync(Snapshot snapshot, TenantView view, CancellationToken ct) => ReadAsync(snapshot, view, Ids, ct);

    /// <summary>Those of some leads that are among them still.</summary>
    public Task<List<long>> AmongAsync(Snapshot snapshot, TenantView view, IReadOnlyList<long> ids) => ReadAsync(snapshot, view, ids, CancellationToken.None);

    private async Task<List<long>> ReadAsync(Snapshot snapshot, TenantView view, IReadOnlyList<long>? ids, CancellationToken ct)
    {
        List<(string Name, object Value)> parameters = [("@tenant", view.Tenant.Value), .. view.Sees.Parameters()];
        var sql = $"SELECT id FROM leads WHERE tenant_id = @tenant{view.Sees.Sql("+assigned_user_id")}{Test(ids, parameters)}{await TestAsync(snapshot, view.Tenant, parameters, ct)} ORDER BY id";
        await using var rows = await snapshot.QueryOnceAsync(sql, ct, [.. parameters]);
        var numbers = new List<long>();
        while (rows.Read())
        {
            numbers.Add(rows.GetInt64(0));
        }

        return numbers;
    }

    private static string Test(IReadOnlyList<long>? ids, List<(string, object)> parameters)
    {
        if (ids is null)
        {
            return "";
        }

        parameters.Add(("@ids", IdList.Of(ids)));
        return " AND id IN (SELECT value FROM json_each(@ids))";
    }

    // The plus keeps the planner from an index: what is wanted is the order of the numbers.
    private async Task<string> TestAsync(Snapshot snapshot, TenantId tenant, List<(string, object)> parameters, CancellationToken ct)
    {
        if (Criteria is not { } criteria)
        {
            return "";
        }

        var where = criteria.AsCondition();
        var country = where?.HasPhone == true ? await LeadLists.CountryAsync(snapshot, tenant, ct) : null;
        parameters.Add(("@trashed", criteria.Filter.IsTrashed));
        return $" AND +is_deleted = @trashed{where?.Bind(country, parameters)}";
    }
}
