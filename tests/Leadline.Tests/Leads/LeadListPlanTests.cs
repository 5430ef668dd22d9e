using Leadline.Leads;

namespace Leadline.Tests.Leads;

public sealed class LeadListPlanTests(LeadlineHost host)
{
    private static readonly bool[] Either = [false, true];

    [Fact]
    public async Task Every_sort_walks_its_own_index_in_order_whatever_the_filter()
    {
        var ranges =
            from sort in LeadSort.All
            from range in Ranges(sort.Index, sort)
            select range;

        Assert.Equal(5 * 2 * 2 * 2 * 2 * 2 + 2 * 2 * 2 * 2, await AssertAsync(ranges, AssertInOrder, range => [range.RowsSql, range.IdsSql]));
    }

    [Fact]
    public async Task The_newest_leads_of_a_status_or_source_are_walked_in_order()
    {
        var ranges = Ranges(LeadIndexes.ByStatus, LeadSort.CreatedAt).Where(range => range.HasStatus)
            .Concat(Ranges(LeadIndexes.BySource, LeadSort.CreatedAt).Where(range => range.HasSource));

        Assert.Equal(2 * 2 * 2 * 2 * 2, await AssertAsync(ranges, AssertInOrder, range => [range.RowsSql, range.IdsSql]));
    }

    [Fact]
    public async Task Leads_that_are_fetched_and_sorted_come_from_the_filters_index()
    {
        var ranges =
            from sort in LeadSort.All
            from range in Ranges(LeadIndexes.ByStatus, sort).Where(range => range.HasStatus)
                .Concat(Ranges(LeadIndexes.BySource, sort).Where(range => range.HasSource))
                .Concat(Ranges(LeadIndexes.ByConvertedAt, sort).Where(range => range.OnlyDated))
            select range;

        Assert.NotEqual(0, await AssertAsync(ranges, AssertFromIndex, range => [range.RowsSql, range.MembersSql]));
    }

    private static IEnumerable<LeadRange> Ranges(string index, LeadSort sort) =>
        from isDescending in Either
        from isBackward in Either
        from hasStatus in Either
        from hasSource in Either
        from hasConverted in Either
        from onlyDated in hasConverted && index == LeadIndexes.ByConvertedAt ? Either : [false]
        select new LeadRange(index, sort, isDescending, isBackward, hasStatus, hasSource, hasConverted, onlyDated);

    private async Task<int> AssertAsync(IEnumerable<LeadRange> ranges, Action<LeadRange, string> assert, Func<LeadRange, string[]> texts)
    {
        var seen = 0;
        await using var snapshot = await host.Database.ReadAsync(TestContext.Current.CancellationToken);
        foreach (var range in ranges)
        {
            foreach (var sql in texts(range))
            {
                await using var rows = await snapshot.QueryAsync($"EXPLAIN QUERY PLAN {sql}", TestContext.Current.CancellationToken);
                var plan = "";
                while (rows.Read())
                {
                    plan += $"{rows.GetString(3)}\n";
                }

                assert(range, $"{plan}{sql}");
            }

            seen++;
        }

        return seen;
    }

    private static void AssertInOrder(LeadRange range, string plan)
    {
        AssertFromIndex(range, plan);
        Assert.DoesNotContain("USE TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    private static void AssertFromIndex(LeadRange range, string plan)
    {
        Assert.Matches($@"^SEARCH leads USING (COVERING )?INDEX {range.Index} \(tenant_id=\? AND is_deleted=\?", plan);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
    }
}
