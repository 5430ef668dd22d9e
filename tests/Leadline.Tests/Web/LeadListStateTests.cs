using Leadline.Client;
using Leadline.Web.Leads;

namespace Leadline.Tests.Web;

/// <summary>What the address of the lead list says.</summary>
public sealed class LeadListStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 10, 30, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Istanbul = TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul");

    [Theory]
    [InlineData("/t/1/leads")]
    [InlineData("/t/1/leads?search=ada%20l")]
    [InlineData("/t/1/leads?follow_up=overdue")]
    [InlineData("/t/1/leads?country_id=none&lead_reference_source_id=none,3&lead_status_id=none")]
    [InlineData("/t/1/leads?assigned_user_id=me,none,7&created_from=2026-11-01&lead_status_id=1,2")]
    [InlineData("/t/1/leads?trashed=1&sort_by=last_name&sort_order=desc&page=3&view=4&lead=5")]
    public void An_address_is_read_and_written_the_same(string address)
    {
        var state = LeadListState.Parse($"https://crm.example.com{address}");

        Assert.Empty(state.Unknown);
        Assert.Equal(Uri.UnescapeDataString(address), Uri.UnescapeDataString(state.ToAddress("/t/1/leads")));
    }

    [Theory]
    [InlineData("lead_status_id=x")]
    [InlineData("lead_status_id=0")]
    [InlineData("tag_id=none")]
    [InlineData("created_from=2026-13-01")]
    [InlineData("converted=maybe")]
    [InlineData("follow_up=soon")]
    [InlineData("page=0")]
    [InlineData("sort_by=email")]
    [InlineData("color=red")]
    public void What_is_not_known_is_told_and_does_not_filter(string query)
    {
        var state = LeadListState.Parse($"https://crm.example.com/t/1/leads?{query}");

        Assert.Equal([query.Split('=')[0]], state.Unknown);
        Assert.Equal("/t/1/leads", state.ToAddress("/t/1/leads"));
    }

    [Fact]
    public void Days_begin_and_end_in_the_persons_zone()
    {
        var query = LeadListState.Parse("https://crm.example.com/?created_from=2026-11-01&created_to=2026-11-02").ToQuery(Now, Istanbul);

        Assert.Equal(new DateTimeOffset(2026, 10, 31, 21, 0, 0, TimeSpan.Zero), query.CreatedFrom);
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 21, 0, 0, TimeSpan.Zero).AddMicroseconds(-1), query.CreatedTo);
    }

    [Fact]
    public void A_day_that_begins_in_the_gap_of_summer_time_begins_behind_it()
    {
        var query = LeadListState.Parse("https://crm.example.com/?created_from=2026-04-24").ToQuery(Now, TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo"));

        Assert.Equal(new DateTimeOffset(2026, 4, 24, 1, 0, 0, TimeSpan.FromHours(3)), query.CreatedFrom);
    }

    [Fact]
    public void How_near_a_follow_up_is_means_the_time_at_which_it_is_asked()
    {
        var (overdue, today) = (Asked("follow_up=overdue"), Asked("follow_up=today"));
        var narrowed = Asked("follow_up=today&follow_up_from=2026-11-01&follow_up_to=2026-12-31");

        Assert.Equal((null, Now), (overdue.FollowUpFrom, overdue.FollowUpTo));
        Assert.Equal((Now, new DateTimeOffset(2026, 11, 29, 21, 0, 0, TimeSpan.Zero).AddMicroseconds(-1)), (today.FollowUpFrom, today.FollowUpTo));
        Assert.Equal((today.FollowUpFrom, today.FollowUpTo), (narrowed.FollowUpFrom, narrowed.FollowUpTo));

        LeadQuery Asked(string query) => LeadListState.Parse($"https://crm.example.com/?{query}").ToQuery(Now, Istanbul);
    }

    [Fact]
    public void A_view_keeps_filters_and_order_and_no_page()
    {
        var state = LeadListState.Parse("https://crm.example.com/?search=ada&has_phone=1&sort_by=last_name&sort_order=asc&page=3&lead=4");

        Assert.Equal("search=ada&has_phone=1&sort_by=last_name&sort_order=asc", state.ToQueryText());
        Assert.Equal(state with { Page = 1, Open = null, View = 9 }, LeadListState.OfView(9, state.ToQueryText()) with { Filters = state.Filters, Unknown = state.Unknown });
        Assert.Equal(LeadSort.LastName, state.ToQuery(Now, Istanbul).SortBy);
    }

    [Fact]
    public void Addresses_that_ask_for_the_same_are_equal()
    {
        var state = LeadListState.Parse("http://x/t/1/leads?lead_status_id=1,2&search=ada");

        Assert.Equal(state, LeadListState.Parse("http://x/t/1/leads?search=ada&lead_status_id=1,2&nonsense=1"));
        Assert.Equal(state.GetHashCode(), LeadListState.Parse("http://x/t/1/leads?search=ada&lead_status_id=1,2").GetHashCode());
        Assert.NotEqual(state, state.With("lead_status_id", "1"));
        Assert.NotEqual(state, state with { Open = 5 });
    }
}
