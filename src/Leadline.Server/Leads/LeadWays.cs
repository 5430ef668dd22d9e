using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>The ways to the leads of a filter: the kept counts tell how many entries each visits.</summary>
/// <param name="asked">The order that is asked for.</param>
/// <param name="filter">What the counts tell apart of it.</param>
/// <param name="counts">The kept counts.</param>
/// <param name="onPostgres">Whether they are walked on PostgreSQL.</param>
internal sealed class LeadWays(LeadOrder asked, LeadFilter filter, LeadCounts counts, bool onPostgres)
{
    /// <summary>The walk to a numbered page, from the nearer end.</summary>
    /// <returns>The order in which it goes, how many leads it passes by, and how many it takes.</returns>
    public (LeadOrder Order, long Skip, int Take) Walk(PageRequest page, long total)
    {
        var take = (int)Math.Min(page.Size, total - page.Skip);
        var after = total - page.Skip - take;
        var order = asked with { IsBackward = after < page.Skip };
        return (order, order.IsBackward ? after : page.Skip, take);
    }

    /// <summary>The way with the fewest steps to the end of a page.</summary>
    /// <param name="order">The order.</param>
    /// <param name="part">The part of it.</param>
    /// <param name="matches">How many leads there are up to the end of the page.</param>
    /// <param name="total">How many there are in all.</param>
    public LeadWay Cheapest(LeadOrder order, OrderPart part, long matches, long total) => Ways(order, part).MinBy(way => way.Cost(matches, total));

    /// <summary>The same of those that go in the order.</summary>
    public LeadWay CheapestOrdered(LeadOrder order, OrderPart part, long matches, long total) =>
        Ways(order, part).Where(way => way.Range.IsOrdered).MinBy(way => way.Cost(matches, total));

    /// <summary>The way that visits the fewest entries in all.</summary>
    public LeadWay Fewest() => Ways(asked).MinBy(way => way.Visited);

    private IEnumerable<LeadWay> Ways(LeadOrder order, OrderPart part = OrderPart.Whole)
    {
        var all = new LeadFilter(filter.IsTrashed);
        var onlyDated = filter.IsConverted == true;
        yield return asked.By == LeadSort.ConvertedAt && onlyDated
            ? To(asked.By.Index, isOrdered: true, all with { IsConverted = true }, onlyDated)
            : To(asked.By.Index, isOrdered: true, all);
        if (filter.Statuses?.Test is IdTest.IsOne or IdTest.IsEmpty)
        {
            yield return To(LeadIndexes.ByStatus, asked.By == LeadSort.CreatedAt, all with { Statuses = filter.Statuses });
        }

        if (filter.Sources?.Test is IdTest.IsOne or IdTest.IsEmpty)
        {
            yield return To(LeadIndexes.BySource, asked.By == LeadSort.CreatedAt, all with { Sources = filter.Sources });
        }

        if (filter.Assignees?.Test is IdTest.IsOne or IdTest.IsEmpty or IdTest.IsAmong)
        {
            var isOrdered = asked.By == LeadSort.CreatedAt && filter.Assignees.Test != IdTest.IsAmong;
            yield return To(LeadIndexes.ByAssignee, isOrdered, all with { Assignees = filter.Assignees });
        }

        if (onlyDated && asked.By != LeadSort.ConvertedAt)
        {
            yield return To(LeadIndexes.ByConvertedAt, isOrdered: false, all with { IsConverted = true }, onlyDated);
        }

        LeadWay To(string index, bool isOrdered, LeadFilter visited, bool onlyDated = false) =>
            new(new LeadRange(index, order, filter.Tests, onlyDated, part) { OnPostgres = onPostgres, IsOrdered = isOrdered }, counts.Total(visited));
    }
}

/// <summary>A way to the page.</summary>
/// <param name="Range">The index range.</param>
/// <param name="Visited">How many entries the range has.</param>
internal readonly record struct LeadWay(LeadRange Range, long Visited)
{
    /// <summary>What it costs to fetch a row and sort it, against one step along an index.</summary>
    public const long FetchAndSort = 12;

    /// <summary>Steps to the end of the page, taking the matches as spread evenly.</summary>
    public double Cost(long matches, long total) =>
        Range.IsOrdered ? (double)matches * Visited / total : (double)Visited * FetchAndSort;
}
