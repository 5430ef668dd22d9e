using Leadline.Leads;

namespace Leadline.Tests.Leads;

[Trait("Engine", "SQLite")]
public sealed class LeadListPlanTests(LeadlineHost host)
{
    private static readonly bool[] Either = [false, true];
    private static readonly IdTest[] Tests = [IdTest.IsAny, IdTest.IsOne, IdTest.IsEmpty, IdTest.IsAmong];
    private static readonly IdTest[] Single = [IdTest.IsOne, IdTest.IsEmpty];

    [Fact]
    public async Task Every_sort_walks_its_own_index_in_order_whatever_the_filter()
    {
        var ranges =
            from sort in LeadSort.All
            from range in Ranges(sort.Index, sort)
            select range;

        Assert.Equal((5 * 2 * 2 * 4 * 4 * 4 * 2) + (2 * 2 * 4 * 4 * 4), await AssertAsync(ranges, AssertInOrder, range => [range.Sql.Page, range.Sql.Ids]));
    }

    [Fact]
    public async Task Every_sort_goes_on_after_a_cursor_in_its_own_index()
    {
        var ranges =
            from sort in LeadSort.All
            from part in new[] { OrderPart.After, OrderPart.Empty, OrderPart.EmptyAfter }
            from range in Ranges(sort.Index, sort)
            where !range.Order.IsBackward && (part == OrderPart.After || (sort != LeadSort.CreatedAt && !range.OnlyDated))
            select range with { Part = part };

        Assert.NotEqual(0, await AssertAsync(ranges, AssertGoesOn, range => [range.Sql.Page, range.Sql.Ids]));
    }

    [Fact]
    public async Task The_newest_leads_of_a_status_source_or_member_are_walked_in_order()
    {
        var ranges = Ranges(LeadIndexes.ByStatus, LeadSort.CreatedAt).Where(range => Single.Contains(range.Tests.Status))
            .Concat(Ranges(LeadIndexes.BySource, LeadSort.CreatedAt).Where(range => Single.Contains(range.Tests.Source)))
            .Concat(Ranges(LeadIndexes.ByAssignee, LeadSort.CreatedAt).Where(range => Single.Contains(range.Tests.Assignee)));

        Assert.Equal(3 * 2 * 2 * 2 * 4 * 4 * 2, await AssertAsync(ranges, AssertInOrder, range => [range.Sql.Page, range.Sql.Ids]));
    }

    [Fact]
    public async Task Leads_that_are_fetched_and_sorted_come_from_the_filters_index()
    {
        var ranges =
            from sort in LeadSort.All
            from range in Ranges(LeadIndexes.ByStatus, sort).Where(range => Single.Contains(range.Tests.Status))
                .Concat(Ranges(LeadIndexes.BySource, sort).Where(range => Single.Contains(range.Tests.Source)))
                .Concat(Ranges(LeadIndexes.ByAssignee, sort).Where(range => Single.Contains(range.Tests.Assignee)))
                .Concat(Ranges(LeadIndexes.ByConvertedAt, sort).Where(range => range.OnlyDated))
            select range;

        Assert.NotEqual(0, await AssertAsync(ranges, AssertFromIndex, range => [range.Sql.Page, range.Sql.Members]));
    }

    private static IEnumerable<LeadRange> Ranges(string index, LeadSort sort) =>
        from isDescending in Either
        from isBackward in Either
        from status in Tests
        from source in Tests
        from assignee in Tests
        from hasConverted in Either
        from onlyDated in hasConverted && index == LeadIndexes.ByConvertedAt ? Either : [false]
        select new LeadRange(index, new LeadOrder(sort, isDescending, isBackward), new LeadTests(status, source, assignee, hasConverted), onlyDated);

    private async Task<int> AssertAsync(IEnumerable<LeadRange> ranges, Action<LeadRange, string> assert, Func<LeadRange, string[]> texts)
    {
        var seen = 0;
        await using var snapshot = await host.Database.ReadAcrossTenantsAsync(TestContext.Current.CancellationToken);
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

    private static void AssertGoesOn(LeadRange range, string plan)
    {
        AssertInOrder(range, plan);
        Assert.Matches($@"\(tenant_id=\? AND is_deleted=\? AND \(?{range.Order.By.Column}", plan);
    }

    private static void AssertInOrder(LeadRange range, string plan)
    {
        AssertFromIndex(range, plan);
        Assert.DoesNotContain("USE TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    private static void AssertFromIndex(LeadRange range, string plan)
    {
        Assert.Matches($@"^SEARCH leads USING (COVERING )?INDEX {range.Index} \(tenant_id=\? AND is_deleted=\?", plan);
        Assert.DoesNotContain("SCAN leads", plan, StringComparison.Ordinal);
    }
}
