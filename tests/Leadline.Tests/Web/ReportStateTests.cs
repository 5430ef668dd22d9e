using Leadline.Client;
using Leadline.Web.Leads;
using Leadline.Web.Reports;

namespace Leadline.Tests.Web;

/// <summary>What the address of a report says, and where its numbers lead to.</summary>
public sealed class ReportStateTests
{
    private static readonly DateOnly Today = new(2026, 11, 28);

    [Theory]
    [InlineData("/t/1/reports/funnel")]
    [InlineData("/t/1/reports/funnel?period=this_month&compare=previous_year&interval=week&touch=first&search=ada&assigned_user_id=me,7&has_phone=1")]
    [InlineData("/t/1/reports/funnel?from=2026-02-01&to=2026-02-28&compare=previous_period")]
    public void An_address_is_read_and_written_the_same(string address)
    {
        var state = ReportState.Parse($"https://crm.example.com{address}");

        Assert.Empty(state.Unknown);
        Assert.Equal(address, Uri.UnescapeDataString(state.ToAddress("/t/1/reports/funnel")));
    }

    [Theory]
    [InlineData("period=yesterday")]
    [InlineData("from=2026-02-01")]
    [InlineData("to=2026-02-01")]
    [InlineData("compare=nothing")]
    [InlineData("interval=hour")]
    [InlineData("touch=second")]
    [InlineData("created_from=2026-02-01")]
    [InlineData("lead_status_id=x")]
    [InlineData("page=2")]
    [InlineData("color=red")]
    public void What_is_not_known_is_told_and_does_not_count(string query)
    {
        var state = ReportState.Parse($"https://crm.example.com/t/1/reports?{query}");

        Assert.Equal([query.Split('=')[0]], state.Unknown);
        Assert.Equal("/t/1/reports", state.ToAddress("/t/1/reports"));
    }

    [Theory]
    [InlineData("", "2026-10-30", "2026-11-28")]
    [InlineData("period=this_month", "2026-11-01", "2026-11-28")]
    [InlineData("period=last_month", "2026-10-01", "2026-10-31")]
    [InlineData("period=this_quarter", "2026-10-01", "2026-11-28")]
    [InlineData("period=this_year", "2026-01-01", "2026-11-28")]
    [InlineData("from=2024-02-29&to=2024-03-01", "2024-02-29", "2024-03-01")]
    public void A_period_is_days_of_the_calendar(string query, string from, string to)
    {
        var asked = ReportState.Parse($"https://crm.example.com/?{query}").ToQuery(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero), TimeZoneInfo.Utc);

        Assert.Equal((DateOnly.Parse(from, null), DateOnly.Parse(to, null)), (asked.From, asked.To));
        Assert.Null(asked.TimeZone);
    }

    [Fact]
    public void Every_filter_of_the_list_counts()
    {
        foreach (var field in FilterField.All.Where(field => !ReportState.NoFilters.Contains(field.Name)))
        {
            var value = field.Kind switch { FilterKind.From or FilterKind.To => "2026-02-01", FilterKind.Near => FilterField.Today, _ => "1" };
            var asked = ReportState.Parse($"https://crm.example.com/?{field.Name}={value}").ToQuery(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul"));
            var nothing = new ReportQuery { From = asked.From, To = asked.To, TimeZone = "Europe/Istanbul" };

            Assert.NotEqual(nothing, asked);
        }
    }

    [Fact]
    public void A_number_leads_to_its_leads_under_the_filters_of_the_report()
    {
        var state = ReportState.Parse("https://crm.example.com/?period=this_year&lead_status_id=1,2&has_phone=1");

        Assert.Equal(
            "/t/1/leads?converted=1&created_from=2026-02-01&created_to=2026-02-07&has_phone=1&lead_status_id=2",
            state.ToLeads("/t/1/leads", (new(2026, 2, 1), new(2026, 2, 7)), ("lead_status_id", "2"), ("converted", "1")));
        Assert.Equal(
            "/t/1/leads?converted_from=2026-02-01&converted_to=2026-02-07&has_phone=1&lead_status_id=1,2",
            Uri.UnescapeDataString(state.ToConversions("/t/1/leads", (new(2026, 2, 1), new(2026, 2, 7))) ?? ""));
        Assert.Null((state with { Leads = state.Leads.With("converted_to", "2026-01-01") }).ToConversions("/t/1/leads", (Today, Today)));
    }

    [Theory]
    [InlineData(1, ReportInterval.Day)]
    [InlineData(62, ReportInterval.Day)]
    [InlineData(63, ReportInterval.Week)]
    [InlineData(400, ReportInterval.Week)]
    [InlineData(401, ReportInterval.Month)]
    public void A_series_has_an_interval_that_suits_its_length(int length, ReportInterval interval)
    {
        var days = (Today.AddDays(1 - length), Today);

        Assert.Equal(interval, new ReportState().IntervalOf(days));
        Assert.Equal(ReportInterval.Week, new ReportState { Interval = ReportInterval.Week }.IntervalOf(days));
    }
}
