using Leadline.Platform.Database;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>
/// The list of leads: what the product exists for. One snapshot gives rows and total; the total comes from the kept counts,
/// or from the set of leads that a search or a condition finds; the rows come from one range of one index.
/// </summary>
public sealed class LeadLists(LeadlineDatabase database, LeadMemory memory)
{
    // Below one in so many, testing what a search found is cheaper than looking the condition up.
    private const int Selective = 20;

    /// <summary>Finds one page and the total.</summary>
    public async Task<FoundLeads> FindAsync(TenantView view, LeadQuery query, CancellationToken ct)
    {
        var tenant = view.Tenant;
        await using var snapshot = await database.ReadAsync(ct);
        var at = await TenantRevisions.ReadAsync(snapshot, tenant, ct);
        var directory = await memory.DirectoryAsync(snapshot, tenant, at, ct);
        var filter = directory.FilterOf(query.Criteria).SeenBy(view.Sees);
        var counts = await memory.CountsAsync(snapshot, tenant, at, filter.Assignees is not null, ct);
        var hits = await HitsAsync(snapshot, tenant, at, query.Criteria, counts.Total(new LeadFilter(filter.IsTrashed)), ct);
        var reading = new LeadReading(snapshot, tenant, query, filter, counts, hits, directory);
        return query.Paging.Page is { } page ? await reading.PageAsync(page, ct) : await reading.GoOnAsync(query.Paging.Cursor, ct);
    }

    // Null for all leads of the filter.
    private async Task<LeadHits?> HitsAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, LeadCriteria criteria, long candidates, CancellationToken ct)
    {
        var isTrashed = criteria.Filter.IsTrashed;
        var found = criteria.Search is { } search ? await memory.HitsAsync(snapshot, tenant, at, isTrashed, search, candidates, ct) : null;
        if (criteria.Where is not { } where)
        {
            return found;
        }

        var country = where.HasPhone ? await CountryAsync(snapshot, tenant, ct) : null;
        if (found?.Count < candidates / Selective)
        {
            return await new LeadLookUp(snapshot, tenant, isTrashed, ct).TestAsync(where, country, found.Ids());
        }

        var passing = await memory.HitsAsync(snapshot, tenant, at, isTrashed, where, country, ct);
        return found?.And(passing) ?? passing;
    }

    /// <summary>The tenant's country for phone numbers typed without one.</summary>
    internal static async Task<string?> CountryAsync(Snapshot snapshot, TenantId tenant, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync("SELECT default_country FROM tenants WHERE id = @tenant", ct, ("@tenant", tenant.Value));
        return rows.Read() && !rows.IsDBNull(0) ? rows.GetString(0) : null;
    }
}

/// <summary>One page of leads.</summary>
/// <param name="Leads">Its leads, in order.</param>
/// <param name="Total">How many leads the whole list has.</param>
public sealed record FoundLeads(IReadOnlyList<LeadResource> Leads, long Total)
{
    /// <summary>Where the list goes on, for a list read by cursor; null at its end.</summary>
    public PageCursor? Next { get; init; }

    /// <summary>The leads with the fields that were asked for; null for those of the published page.</summary>
    public IReadOnlyList<SelectedLead>? Selected { get; init; }
}

/// <summary>Reads one page in one snapshot, on the way that visits the fewest entries: the kept counts tell how many each visits.</summary>
/// <param name="snapshot">Where to read.</param>
/// <param name="tenant">Whose leads.</param>
/// <param name="query">What is asked.</param>
/// <param name="filter">What the counts tell apart of it.</param>
/// <param name="counts">The kept counts.</param>
/// <param name="hits">What a search or a condition found; null for all leads of the filter.</param>
/// <param name="directory">What leads point to.</param>
internal sealed class LeadReading(
    Snapshot snapshot, TenantId tenant, LeadQuery query, LeadFilter filter, LeadCounts counts, LeadHits? hits, LeadDirectory directory)
{
    /// <summary>What it costs to fetch a row and sort it, against one step along an index.</summary>
    private const long FetchAndSort = 12;

    /// <summary>A numbered page, walked to from the nearer end.</summary>
    public async Task<FoundLeads> PageAsync(PageRequest page, CancellationToken ct)
    {
        var total = await TotalAsync(ct);
        if (page.Skip >= total)
        {
            return new FoundLeads([], total) { Selected = query.Fields is null ? null : [] };
        }

        var (skip, take) = (page.Skip, (int)Math.Min(page.Size, total - page.Skip));
        var after = total - skip - take;
        var order = new LeadOrder(query.Sort, query.IsDescending, IsBackward: after < skip);
        var leads = await ReadAsync(order, OrderPart.Whole, null, order.IsBackward ? after : skip, take, total, ct);
        if (order.IsBackward)
        {
            leads.Reverse();
        }

        return await ShowAsync(new FoundLeads(leads, total), ct);
    }

    /// <summary>What follows a cursor.</summary>
    public async Task<FoundLeads> GoOnAsync(CursorRequest cursor, CancellationToken ct)
    {
        var total = await TotalAsync(ct);
        var order = new LeadOrder(query.Sort, query.IsDescending, IsBackward: false);
        var leads = new List<LeadResource>();
        foreach (var part in PartsAfter(cursor.After))
        {
            if (leads.Count <= cursor.Limit && total > 0)
            {
                leads.AddRange(await ReadAsync(order, part, cursor.After, 0, cursor.Limit + 1 - leads.Count, total, ct));
            }
        }

        if (leads.Count <= cursor.Limit)
        {
            return await ShowAsync(new FoundLeads(leads, total), ct);
        }

        leads.RemoveRange(cursor.Limit, leads.Count - cursor.Limit);
        return await ShowAsync(new FoundLeads(leads, total) { Next = await CursorAfterAsync(leads[^1].Id, ct) }, ct);
    }

    private OrderPart[] PartsAfter(PageCursor? after) =>
        after is null ? [OrderPart.Whole]
        : after.Key is null ? [OrderPart.EmptyAfter]
        : query.Sort == LeadSort.CreatedAt ? [OrderPart.After]
        : [OrderPart.After, OrderPart.Empty];

    private async Task<PageCursor> CursorAfterAsync(long id, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            $"SELECT {query.Sort.Column} FROM leads WHERE tenant_id = @tenant AND id = @id", ct, ("@tenant", tenant.Value), ("@id", id));
        return new PageCursor(LeadQuery.List, query.Sort.Name, query.IsDescending, rows.Read() && !rows.IsDBNull(0) ? rows.GetValue(0) : null, id);
    }

    private async Task<long> TotalAsync(CancellationToken ct) =>
        hits is null ? counts.Total(filter) : await hits.TotalAsync(filter, () => CountAsync(hits, ct));

    private async Task<List<LeadResource>> ReadAsync(LeadOrder order, OrderPart part, PageCursor? after, long skip, int take, long total, CancellationToken ct)
    {
        List<(string, object)> parameters = [.. FilterParameters(), .. Parameters(part, after)];
        var ways = Ways(order, part);
        if (hits is null)
        {
            return await ReadAsync(ways.MinBy(way => way.Cost(skip + take, total)).Range.RowsSql, [.. parameters, ("@take", take), ("@skip", skip)], take, ct);
        }

        var walk = ways.Where(way => way.IsOrdered).MinBy(way => way.Cost(skip + take, total));
        if (walk.Cost(skip + take, total) < hits.Count * FetchAndSort)
        {
            var ids = await WalkAsync(walk.Range, hits, parameters, skip, take, ct);
            var rows = await ReadAsync(
                $"SELECT {LeadRow.Columns} FROM leads WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids))",
                [("@tenant", tenant.Value), ("@ids", IdList.Of(ids))], take, ct);
            var byId = rows.ToDictionary(lead => lead.Id);
            return [.. ids.Select(id => byId[id])];
        }

        return await ReadAsync(
            $"""
            SELECT {LeadRow.Columns} FROM leads
            WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids)) AND {FilterSql}{order.PartSql(part)}
            ORDER BY {order.Sql(part)} LIMIT @take OFFSET @skip
            """,
            [.. parameters, ("@ids", IdList.Of(hits.Ids())), ("@take", take), ("@skip", skip)], take, ct);
    }

    private IEnumerable<Way> Ways(LeadOrder order, OrderPart part = OrderPart.Whole)
    {
        var all = new LeadFilter(filter.IsTrashed);
        var onlyDated = filter.IsConverted == true;
        yield return query.Sort == LeadSort.ConvertedAt && onlyDated
            ? To(query.Sort.Index, isOrdered: true, all with { IsConverted = true }, onlyDated)
            : To(query.Sort.Index, isOrdered: true, all);
        if (filter.Statuses?.Test is IdTest.IsOne or IdTest.IsEmpty)
        {
            yield return To(LeadIndexes.ByStatus, query.Sort == LeadSort.CreatedAt, all with { Statuses = filter.Statuses });
        }

        if (filter.Sources?.Test is IdTest.IsOne or IdTest.IsEmpty)
        {
            yield return To(LeadIndexes.BySource, query.Sort == LeadSort.CreatedAt, all with { Sources = filter.Sources });
        }

        if (filter.Assignees?.Test is IdTest.IsOne or IdTest.IsEmpty or IdTest.IsAmong)
        {
            var isOrdered = query.Sort == LeadSort.CreatedAt && filter.Assignees.Test != IdTest.IsAmong;
            yield return To(LeadIndexes.ByAssignee, isOrdered, all with { Assignees = filter.Assignees });
        }

        if (onlyDated && query.Sort != LeadSort.ConvertedAt)
        {
            yield return To(LeadIndexes.ByConvertedAt, isOrdered: false, all with { IsConverted = true }, onlyDated);
        }

        Way To(string index, bool isOrdered, LeadFilter visited, bool onlyDated = false) =>
            new(new LeadRange(index, order, filter.Tests, onlyDated, part), isOrdered, counts.Total(visited));
    }

    private async Task<List<long>> WalkAsync(LeadRange range, LeadHits among, List<(string, object)> parameters, long skip, int take, CancellationToken ct)
    {
        var ids = new List<long>(take);
        await using var rows = await snapshot.QueryAsync(range.IdsSql, ct, [.. parameters]);
        while (ids.Count < take && rows.Read())
        {
            var id = rows.GetInt64(0);
            if (among.Contains(id) && skip-- <= 0)
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    private async Task<long> CountAsync(LeadHits among, CancellationToken ct)
    {
        var fewest = Ways(new LeadOrder(query.Sort, query.IsDescending, IsBackward: false)).MinBy(way => way.Visited);
        if (among.Count * FetchAndSort < fewest.Visited)
        {
            await using var count = await snapshot.QueryAsync(
                $"SELECT count(*) FROM leads WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids)) AND {FilterSql}",
                ct, [.. FilterParameters(), ("@ids", IdList.Of(among.Ids()))]);
            return count.Read() ? count.GetInt64(0) : 0;
        }

        var found = 0L;
        await using var rows = await snapshot.QueryAsync(fewest.Range.MembersSql, ct, [.. FilterParameters()]);
        while (rows.Read())
        {
            found += among.Contains(rows.GetInt64(0)) ? 1 : 0;
        }

        return found;
    }

    // The plus keeps the planner from a walk of an index: the ids lead to the rows.
    private string FilterSql => filter.Tests.Sql("+");

    private IEnumerable<(string, object)> FilterParameters() => [("@tenant", tenant.Value), .. filter.Parameters()];

    private static IEnumerable<(string, object)> Parameters(OrderPart part, PageCursor? after) => part switch
    {
        OrderPart.After when after is { Key: { } key } => [("@key", key), ("@after", after.Id)],
        OrderPart.EmptyAfter when after is not null => [("@after", after.Id)],
        _ => [],
    };

    private async Task<List<LeadResource>> ReadAsync(string sql, List<(string, object)> parameters, int capacity, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(sql, ct, [.. parameters]);
        var leads = new List<LeadResource>(capacity);
        while (await rows.ReadAsync(ct))
        {
            leads.Add(LeadRow.Read(rows, directory));
        }

        return leads;
    }

    private async Task<FoundLeads> ShowAsync(FoundLeads found, CancellationToken ct) =>
        query.Fields is { } fields ? found with { Selected = await LeadExtras.SelectAsync(snapshot, tenant, found.Leads, fields, ct) } : found;

    /// <summary>A way to the page.</summary>
    /// <param name="Range">The index range.</param>
    /// <param name="IsOrdered">Whether the index itself gives the order; else all of the range is fetched and sorted.</param>
    /// <param name="Visited">How many entries the range has.</param>
    private readonly record struct Way(LeadRange Range, bool IsOrdered, long Visited)
    {
        /// <summary>Steps to the end of the page, taking the matches as spread evenly.</summary>
        public double Cost(long matches, long total) =>
            IsOrdered ? (double)matches * Visited / total : (double)Visited * FetchAndSort;
    }
}
