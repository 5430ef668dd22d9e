using Leadline.Platform.Database;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>
/// The list of leads: what the product exists for. One snapshot gives rows and total; the total comes from the kept counts,
/// or from the set of leads that a search or a condition finds; the rows come from one range of one index.
/// </summary>
public sealed class LeadLists(LeadlineDatabase database, Replicas replicas, LeadMemory memory, LeadRanks ranks)
{
    // Below one in so many, testing what a search found is cheaper than looking the condition up.
    private const int Selective = 20;

    private const int MostAttempts = 20;

    /// <summary>Finds one page and the total.</summary>
    public Task<FoundLeads> FindAsync(TenantView view, LeadQuery query, CancellationToken ct) =>
        ReadAsync(view, async (from, stop) => await FindAtOnceAsync(from, view, query, stop) ?? await FindAsync(from, view, query, stop), found => found.Journal, ct);

    /// <summary>Counts leads of each kind.</summary>
    public Task<CountedLeads> CountAsync(TenantView view, LeadCriteria criteria, LeadGrouping by, CancellationToken ct) =>
        ReadAsync(view, (from, stop) => CountAsync(from, view, criteria, by, stop), counted => counted.Journal, ct);

    private async Task<T> ReadAsync<T>(TenantView view, Func<LeadlineDatabase, CancellationToken, Task<T>> read, Func<T, long> journal, CancellationToken ct)
        where T : class =>
        await replicas.TryAsync(view.Tenant, read, journal, ct) ?? await ReadAtPrimaryAsync(read, ct);

    private async Task<T> ReadAtPrimaryAsync<T>(Func<LeadlineDatabase, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await read(database, ct);
            }
            catch (OldSnapshotException) when (attempt < MostAttempts)
            {
                // The next one sees more.
            }
            catch (OldSnapshotException)
            {
                memory.ForgetAll(); // it is of a history that is no more
            }
        }
    }

    private async Task<FoundLeads> FindAsync(LeadlineDatabase from, TenantView view, LeadQuery query, CancellationToken ct)
    {
        var tenant = view.Tenant;
        await using var snapshot = await from.ReadAsync(tenant, ct);
        var at = await TenantRevisions.ReadAsync(snapshot, tenant, ct);
        var directory = await memory.DirectoryAsync(snapshot, tenant, at, ct);
        var filter = directory.FilterOf(query.Criteria).SeenBy(view.Sees);
        var counts = await memory.CountsAsync(snapshot, tenant, at, filter.Assignees is not null, ct);
        var hits = await HitsAsync(snapshot, tenant, at, query.Criteria, counts.Total(new LeadFilter(filter.IsTrashed)), ct);
        var rank = hits is null && IsFar(query, filter, counts)
            ? await ranks.FindAsync(snapshot, tenant, at, query.Sort, query.IsDescending, filter.IsTrashed, ct)
            : null;
        var reading = new LeadReading(snapshot, tenant, query, filter, counts, hits, directory, rank);
        return (query.Paging.Page is { } page ? await reading.PageAsync(page, ct) : await reading.GoOnAsync(query.Paging.Cursor, ct)) with { Journal = at.Journal };
    }

    private async Task<CountedLeads> CountAsync(LeadlineDatabase from, TenantView view, LeadCriteria criteria, LeadGrouping by, CancellationToken ct)
    {
        var tenant = view.Tenant;
        await using var snapshot = await from.ReadAsync(tenant, ct);
        var at = await TenantRevisions.ReadAsync(snapshot, tenant, ct);
        var directory = await memory.DirectoryAsync(snapshot, tenant, at, ct);
        var filter = directory.FilterOf(criteria).SeenBy(view.Sees);
        var counts = await memory.CountsAsync(snapshot, tenant, at, filter.Assignees is not null || by == LeadGrouping.Assignee, ct);
        var hits = await HitsAsync(snapshot, tenant, at, criteria, counts.Total(new LeadFilter(filter.IsTrashed)), ct);
        var kinds = hits is null ? counts.Total(filter, by)
            : await hits.TotalAsync(filter, by, () => new LeadCounting(snapshot, tenant, filter, counts, hits).TotalAsync(by, ct));
        return new CountedLeads(kinds, directory, at.Journal);
    }

    // Far from both ends of an order of all the leads: those are the pages that marks are set for.
    private bool IsFar(LeadQuery query, LeadFilter filter, LeadCounts counts)
    {
        if (query.Paging.Page is not { } page || !filter.IsOpen)
        {
            return false;
        }

        var total = counts.Total(filter);
        return page.Skip < total && new LeadWays(query.Order, filter, counts, !database.IsSqlite).Walk(page, total).Skip >= ranks.From;
    }

    // By one query, which tells the state of the tenant beside the rows: where that is the one that is remembered, so is the total, and the way was
    // the right one. Null where it is not, or where more has to be looked up.
    private async Task<FoundLeads?> FindAtOnceAsync(LeadlineDatabase from, TenantView view, LeadQuery query, CancellationToken ct)
    {
        if (query is not { Criteria: { Search: null, Where: null }, Paging.Page: { } page, Fields: null }
            || memory.Directory(view.Tenant) is not { } directory)
        {
            return null;
        }

        var filter = directory.Value.FilterOf(query.Criteria).SeenBy(view.Sees);
        if (memory.Counts(view.Tenant, filter.Assignees is not null) is not { } counts)
        {
            return null;
        }

        var total = counts.Value.Total(filter);
        if (page.Skip >= total || IsFar(query, filter, counts.Value))
        {
            return null;
        }

        var ways = new LeadWays(query.Order, filter, counts.Value, !database.IsSqlite);
        var (order, skip, take) = ways.Walk(page, total);
        var journal = 0L;
        var leads = await from.QueryAsync(
            view.Tenant,
            ways.Cheapest(order, OrderPart.Whole, skip + take, total).Range.Sql.PageAndStateBehind(skip),
            [("@tenant", view.Tenant.Value), .. filter.Parameters(), ("@take", take), ("@skip", skip)],
            async rows =>
            {
                var read = new List<LeadResource>(take);
                var isThere = await rows.ReadAsync(ct);
                var at = isThere ? TenantRevisions.Of(rows, LeadRow.Count) : default;
                journal = at.Journal;
                for (isThere &= (at.Leads, at.Settings) == (counts.Revision, directory.Revision); isThere; isThere = await rows.ReadAsync(ct))
                {
                    read.Add(LeadRow.Read(rows, directory.Value));
                }

                return read;
            },
            ct);
        if (order.IsBackward)
        {
            leads.Reverse();
        }

        return leads.Count > 0 ? new FoundLeads(leads, total) { Journal = journal } : null;
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
    /// <summary>How many entries the tenant's journal had in what was read.</summary>
    public long Journal { get; init; }

    /// <summary>Where the list goes on, for a list read by cursor; null at its end.</summary>
    public PageCursor? Next { get; init; }

    /// <summary>The leads with the fields that were asked for; null for those of the published page.</summary>
    public IReadOnlyList<SelectedLead>? Selected { get; init; }
}

/// <summary>How many leads there are of each kind.</summary>
/// <param name="Kinds">By the kind's id, <see cref="IdSet.None"/> for leads without; kinds without any are left out.</param>
/// <param name="Directory">What leads point to.</param>
/// <param name="Journal">How many entries the tenant's journal had in what was read.</param>
public sealed record CountedLeads(IReadOnlyDictionary<long, long> Kinds, LeadDirectory Directory, long Journal);

/// <summary>Reads one page in one snapshot, on the way that visits the fewest entries: the kept counts tell how many each visits.</summary>
/// <param name="snapshot">Where to read.</param>
/// <param name="tenant">Whose leads.</param>
/// <param name="query">What is asked.</param>
/// <param name="filter">What the counts tell apart of it.</param>
/// <param name="counts">The kept counts.</param>
/// <param name="hits">What a search or a condition found; null for all leads of the filter.</param>
/// <param name="directory">What leads point to.</param>
/// <param name="rank">Marks along the order; null for none.</param>
internal sealed class LeadReading(
    Snapshot snapshot, TenantId tenant, LeadQuery query, LeadFilter filter, LeadCounts counts, LeadHits? hits, LeadDirectory directory, LeadRank? rank)
{
    private readonly LeadWays ways = new(query.Order, filter, counts, !snapshot.IsSqlite);

    /// <summary>A numbered page, walked to from the nearer end.</summary>
    public async Task<FoundLeads> PageAsync(PageRequest page, CancellationToken ct)
    {
        var total = await TotalAsync(ct);
        if (page.Skip >= total)
        {
            return new FoundLeads([], total) { Selected = query.Fields is null ? null : [] };
        }

        var (order, skip, take) = ways.Walk(page, total);
        if (rank?.Before(page.Skip) is { } mark)
        {
            return await ShowAsync(new FoundLeads(await ReadAfterAsync(mark.Place, mark.Left, take, total, ct), total), ct);
        }

        var leads = await ReadAsync(order, OrderPart.Whole, null, skip, take, total, ct);
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
        var order = query.Order;
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

    private async Task<List<LeadResource>> ReadAfterAsync(LeadPlace place, long rest, int take, long total, CancellationToken ct)
    {
        var order = query.Order;
        var after = new PageCursor(LeadQuery.List, query.Sort.Name, query.IsDescending, place.Key, place.Id);
        var leads = new List<LeadResource>(take);
        foreach (var part in PartsAfter(after))
        {
            if (leads.Count < take)
            {
                leads.AddRange(await ReadAsync(order, part, after, leads.Count == 0 ? rest : 0, take - leads.Count, total, ct));
            }
        }

        return leads;
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
        hits is null ? counts.Total(filter) : await hits.TotalAsync(filter, () => new LeadCounting(snapshot, tenant, filter, counts, hits).TotalAsync(ct));

    private async Task<List<LeadResource>> ReadAsync(LeadOrder order, OrderPart part, PageCursor? after, long skip, int take, long total, CancellationToken ct)
    {
        List<(string, object)> parameters = [.. FilterParameters(), .. Parameters(part, after)];
        if (hits is null)
        {
            return await ReadAsync(ways.Cheapest(order, part, skip + take, total).Range.Sql.PageBehind(skip), [.. parameters, ("@take", take), ("@skip", skip)], take, ct);
        }

        var walk = ways.CheapestOrdered(order, part, skip + take, total);
        if (walk.Cost(skip + take, total) < hits.Count * LeadWay.FetchAndSort)
        {
            var ids = await WalkAsync(walk.Range, hits, parameters, skip, take, (long)walk.Cost(skip + take, total), ct);
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
            ORDER BY {(snapshot.IsSqlite ? order.Sql(part) : order.SortedSql(part))} LIMIT @take OFFSET @skip
            """,
            [.. parameters, ("@ids", IdList.Of(hits.Ids())), ("@take", take), ("@skip", skip)], take, ct);
    }

    // Twice as far as it should take, and where the matches are spread less evenly, farther and farther.
    private async Task<List<long>> WalkAsync(
        LeadRange range, LeadHits among, List<(string, object)> parameters, long skip, int take, long expected, CancellationToken ct)
    {
        for (var most = (expected * 2) + 100; ; most *= 8)
        {
            var (ids, passed, walked) = (new List<long>(take), 0L, 0L);
            await using var rows = await snapshot.QueryAsync(range.Sql.Ids, ct, [.. parameters, ("@most", most)]);
            while (ids.Count < take && rows.Read())
            {
                walked++;
                var id = rows.GetInt64(0);
                if (among.Contains(id) && passed++ >= skip)
                {
                    ids.Add(id);
                }
            }

            if (ids.Count == take || walked < most)
            {
                return ids;
            }
        }
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
}
