using System.Data.Common;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>
/// The list of leads: what the product exists for. One snapshot gives rows and total; the total comes from the kept counts,
/// or from the set of hits of a search; the rows come from one range of one index, walked from the nearer end.
/// </summary>
public sealed class LeadLists(LeadlineDatabase database, LeadMemory memory)
{
    /// <summary>Finds one page and the total.</summary>
    public async Task<FoundLeads> FindAsync(TenantId tenant, LeadQuery query, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(ct);
        var at = await TenantRevisions.ReadAsync(snapshot, tenant, ct);
        var counts = await memory.CountsAsync(snapshot, tenant, at, ct);
        var directory = await memory.DirectoryAsync(snapshot, tenant, at, ct);
        var reading = new LeadReading(snapshot, tenant, query, counts, directory);
        if (query.Search is not { } search)
        {
            return await reading.PageAsync(ct);
        }

        var candidates = counts.Total(new LeadFilter(query.Filter.IsTrashed));
        return await reading.PageAsync(await memory.HitsAsync(snapshot, tenant, at, query.Filter.IsTrashed, search, candidates, ct), ct);
    }
}

/// <summary>One page of leads.</summary>
/// <param name="Leads">Its leads, in order.</param>
/// <param name="Total">How many leads the whole list has.</param>
public sealed record FoundLeads(IReadOnlyList<LeadResource> Leads, long Total);

/// <summary>Reads one page in one snapshot, on the way that visits the fewest entries: the kept counts tell how many each visits.</summary>
internal sealed class LeadReading(Snapshot snapshot, TenantId tenant, LeadQuery query, LeadCounts counts, LeadDirectory directory)
{
    /// <summary>What it costs to fetch a row and sort it, against one step along an index.</summary>
    private const long FetchAndSort = 12;

    private LeadFilter Filter => query.Filter;

    /// <summary>The page of a list without a search.</summary>
    public async Task<FoundLeads> PageAsync(CancellationToken ct)
    {
        var total = counts.Total(Filter);
        if (query.Page.Skip >= total)
        {
            return new FoundLeads([], total);
        }

        var (skip, take, isBackward) = FromNearerEnd(total);
        var way = Ways(isBackward).MinBy(way => way.Cost(skip + take, total));
        await using var rows = await snapshot.QueryAsync(
            way.Range.RowsSql, ct, [.. FilterParameters(), ("@take", take), ("@skip", skip)]);
        var leads = await ReadAsync(rows, take, ct);
        if (isBackward)
        {
            leads.Reverse();
        }

        return new FoundLeads(leads, total);
    }

    /// <summary>The page of a search whose hits are known.</summary>
    public async Task<FoundLeads> PageAsync(LeadHits hits, CancellationToken ct)
    {
        var total = await hits.TotalAsync(Filter, () => CountAsync(hits, ct));
        if (query.Page.Skip >= total)
        {
            return new FoundLeads([], total);
        }

        var (skip, take, isBackward) = FromNearerEnd(total);
        var walk = Ways(isBackward).Where(way => way.IsOrdered).MinBy(way => way.Cost(skip + take, total));
        var leads = walk.Cost(skip + take, total) < hits.Count * FetchAndSort
            ? await FetchAsync(await WalkAsync(walk.Range, hits, skip, take, ct), ct)
            : await SortAsync(hits, skip, take, isBackward, ct);
        if (isBackward)
        {
            leads.Reverse();
        }

        return new FoundLeads(leads, total);
    }

    private (long Skip, int Take, bool IsBackward) FromNearerEnd(long total)
    {
        var skip = query.Page.Skip;
        var take = (int)Math.Min(query.Page.Size, total - skip);
        var after = total - skip - take;
        return after < skip ? (after, take, true) : (skip, take, false);
    }

    private IEnumerable<Way> Ways(bool isBackward)
    {
        var all = Filter with { StatusId = null, SourceId = null, IsConverted = null };
        var onlyDated = Filter.IsConverted == true;
        yield return query.Sort == LeadSort.ConvertedAt && onlyDated
            ? To(query.Sort.Index, isOrdered: true, all with { IsConverted = true }, isBackward, onlyDated)
            : To(query.Sort.Index, isOrdered: true, all, isBackward);
        if (Filter.StatusId is { } status)
        {
            yield return To(LeadIndexes.ByStatus, query.Sort == LeadSort.CreatedAt, all with { StatusId = status }, isBackward);
        }

        if (Filter.SourceId is { } source)
        {
            yield return To(LeadIndexes.BySource, query.Sort == LeadSort.CreatedAt, all with { SourceId = source }, isBackward);
        }

        if (onlyDated && query.Sort != LeadSort.ConvertedAt)
        {
            yield return To(LeadIndexes.ByConvertedAt, isOrdered: false, all with { IsConverted = true }, isBackward, onlyDated);
        }
    }

    private Way To(string index, bool isOrdered, LeadFilter visited, bool isBackward, bool onlyDated = false) => new(
        new LeadRange(
            index, query.Sort, query.IsDescending, isBackward,
            Filter.StatusId is not null, Filter.SourceId is not null, Filter.IsConverted is not null, onlyDated),
        isOrdered,
        counts.Total(visited));

    private async Task<List<long>> WalkAsync(LeadRange range, LeadHits hits, long skip, int take, CancellationToken ct)
    {
        var ids = new List<long>(take);
        await using var rows = await snapshot.QueryAsync(range.IdsSql, ct, [.. FilterParameters()]);
        while (ids.Count < take && rows.Read())
        {
            var id = rows.GetInt64(0);
            if (hits.Contains(id) && skip-- <= 0)
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    private async Task<List<LeadResource>> FetchAsync(List<long> ids, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            $"SELECT {LeadRow.Columns} FROM leads WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids))",
            ct, ("@tenant", tenant.Value), ("@ids", IdList.Of(ids)));
        var leads = (await ReadAsync(rows, ids.Count, ct)).ToDictionary(lead => lead.Id);
        return [.. ids.Select(id => leads[id])];
    }

    private async Task<List<LeadResource>> SortAsync(LeadHits hits, long skip, int take, bool isBackward, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            $"""
            SELECT {LeadRow.Columns} FROM leads
            WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids)) AND {FilterSql}
            ORDER BY {LeadRange.OrderSql(query.Sort, query.IsDescending, isBackward)} LIMIT @take OFFSET @skip
            """,
            ct, [.. FilterParameters(), ("@ids", IdList.Of(hits.Ids())), ("@take", take), ("@skip", skip)]);
        return await ReadAsync(rows, take, ct);
    }

    private async Task<long> CountAsync(LeadHits hits, CancellationToken ct)
    {
        var fewest = Ways(isBackward: false).MinBy(way => way.Visited);
        if (hits.Count * FetchAndSort < fewest.Visited)
        {
            await using var count = await snapshot.QueryAsync(
                $"SELECT count(*) FROM leads WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids)) AND {FilterSql}",
                ct, [.. FilterParameters(), ("@ids", IdList.Of(hits.Ids()))]);
            return count.Read() ? count.GetInt64(0) : 0;
        }

        var found = 0L;
        await using var rows = await snapshot.QueryAsync(fewest.Range.MembersSql, ct, [.. FilterParameters()]);
        while (rows.Read())
        {
            found += hits.Contains(rows.GetInt64(0)) ? 1 : 0;
        }

        return found;
    }

    // The plus keeps the planner from a walk of an index: the ids lead to the rows.
    private string FilterSql =>
        "+is_deleted = @trashed"
        + (Filter.StatusId is null ? "" : " AND +lead_status_id = @status")
        + (Filter.SourceId is null ? "" : " AND +lead_reference_source_id = @source")
        + (Filter.IsConverted is null ? "" : " AND +is_converted = @converted");

    private List<(string, object)> FilterParameters()
    {
        List<(string, object)> parameters = [("@tenant", tenant.Value), ("@trashed", Filter.IsTrashed)];
        if (Filter.StatusId is { } status)
        {
            parameters.Add(("@status", status));
        }

        if (Filter.SourceId is { } source)
        {
            parameters.Add(("@source", source));
        }

        if (Filter.IsConverted is { } converted)
        {
            parameters.Add(("@converted", converted));
        }

        return parameters;
    }

    private async Task<List<LeadResource>> ReadAsync(DbDataReader rows, int capacity, CancellationToken ct)
    {
        var leads = new List<LeadResource>(capacity);
        while (await rows.ReadAsync(ct))
        {
            leads.Add(LeadRow.Read(rows, directory));
        }

        return leads;
    }

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
