using System.Globalization;
using System.Text;
using Leadline.Platform.Text;
using Leadline.Reports;

namespace Leadline.Tests.Reports;

/// <summary>Days, buckets and comparisons of reports, without a host.</summary>
public sealed class ReportPeriodTests
{
    [Theory]
    [InlineData("2026-03-29", "UTC", "2026-03-29T00:00:00.000000Z", 24)]
    [InlineData("2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000000Z", 23)] // the clocks go forward
    [InlineData("2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000000Z", 25)] // and back
    [InlineData("2026-02-28", "Asia/Kathmandu", "2026-02-27T18:15:00.000000Z", 24)]
    [InlineData("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000000Z", 23)] // forward at midnight, which there is none
    [InlineData("2018-02-17", "America/Sao_Paulo", "2018-02-17T02:00:00.000000Z", 25)] // back at midnight, to the same day
    [InlineData("2018-02-18", "America/Sao_Paulo", "2018-02-18T03:00:00.000000Z", 24)]
    [InlineData("2025-11-02", "America/Havana", "2025-11-02T04:00:00.000000Z", 25)] // a midnight that there is twice
    [InlineData("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000000Z", 0)] // a day that was left out
    public void A_day_begins_with_its_first_moment_in_the_time_zone(string day, string zone, string start, int hours)
    {
        var period = Of(day, day, zone);

        Assert.Equal(start, period.Start.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffK", CultureInfo.InvariantCulture));
        Assert.Equal(hours, (period.End - period.Start).TotalHours);
    }

    [Theory]
    [InlineData(ReportInterval.Day, "2026-02-27", "2026-03-02", "02-27..02-27 02-28..02-28 03-01..03-01 03-02..03-02")]
    [InlineData(ReportInterval.Week, "2026-02-26", "2026-03-10", "02-26..03-01 03-02..03-08 03-09..03-10")]
    [InlineData(ReportInterval.Week, "2026-03-02", "2026-03-08", "03-02..03-08")]
    [InlineData(ReportInterval.Month, "2026-01-31", "2026-04-01", "01-31..01-31 02-01..02-28 03-01..03-31 04-01..04-01")]
    public void Buckets_follow_the_calendar_and_end_with_the_period(ReportInterval interval, string from, string to, string buckets) => Assert.Equal(
        buckets, string.Join(' ', Of(from, to).Buckets(interval).Select(bucket => string.Create(CultureInfo.InvariantCulture, $"{bucket.From:MM-dd}..{bucket.To:MM-dd}"))));

    [Theory]
    [InlineData("2026-02-10", "2026-02-19", "2026-01-31", "2026-02-09")]
    [InlineData("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28")]
    [InlineData("2026-01-01", "2026-03-31", "2025-10-01", "2025-12-31")]
    [InlineData("2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31")]
    public void The_period_before_is_as_long_and_months_stay_whole(string from, string to, string earlierFrom, string earlierTo) =>
        Assert.Equal(Of(earlierFrom, earlierTo), Of(from, to).Previous());

    [Theory]
    [InlineData("2026-02-10", "2026-02-19", "2025-02-10", "2025-02-19")]
    [InlineData("2025-02-01", "2025-02-28", "2024-02-01", "2024-02-29")]
    [InlineData("2024-02-29", "2024-03-05", "2023-02-28", "2023-03-05")]
    public void The_year_before_has_the_same_days_and_months_stay_whole(string from, string to, string earlierFrom, string earlierTo) =>
        Assert.Equal(Of(earlierFrom, earlierTo), Of(from, to).YearBefore());

    [Fact]
    public void Buckets_of_a_year_have_all_its_time_whatever_the_zone() => Assert.All(
        ["UTC", "Europe/Berlin", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia"],
        zone =>
        {
            var year = Of("2011-01-01", "2011-12-31", zone);
            foreach (var interval in Enum.GetValues<ReportInterval>())
            {
                var buckets = year.Buckets(interval);

                Assert.Equal((year.Start, year.End), (buckets[0].Start, buckets[^1].End));
                Assert.All(buckets.Zip(buckets.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
            }
        });

    [Fact]
    public void Percentiles_are_by_nearest_rank()
    {
        Assert.Null(Durations.Of([]));
        Assert.Equal(new Durations(3, 3, 3), Durations.Of([3_000_000]));
        Assert.Equal(new Durations(1, 4, 2.5), Durations.Of([4_000_000, 1_000_000])); // half of two is one
        Assert.Equal(new Durations(5, 9, 5.5), Durations.Of([.. Enumerable.Range(1, 10).Reverse().Select(second => second * 1_000_000L)]));
        Assert.Equal(new Durations(6, 10, 6), Durations.Of([.. Enumerable.Range(1, 11).Select(second => second * 1_000_000L)]));
    }

    [Theory]
    [InlineData("""[{"utm_campaign": "spring"}, {"campaign": " summer "}]""", "spring", "summer")]
    [InlineData("""[{"campaign": "b", "utm_campaign": "a"}]""", "a", "a")]
    [InlineData("""[{"utm_campaign": "", "campaign": 7}]""", "7", "7")]
    [InlineData("""["text", {"campaign": {"name": "a"}}]""", null, null)]
    [InlineData("""[{"utm_camp\u0061ign": "\u0131", "campaign": "a"}, {"campaign": "a", "campaign": {}}]""", "ı", null)]
    [InlineData("""[{"campaign": 1e3}, {"campaign": "a\u0000"}]""", null, null)]
    [InlineData("""[{"campaign": "a", "medium": "\ud83d"}]""", null, null)]
    [InlineData("[]", null, null)]
    [InlineData("""{"campaign": "a"}""", null, null)]
    public void A_campaign_is_that_of_the_first_or_last_touch(string attribution, string? first, string? last) =>
        Assert.Equal((first, last), (CampaignOf(attribution, isFirst: true), CampaignOf(attribution, isFirst: false)));

    [Fact]
    public void A_long_campaign_is_cut_between_characters() =>
        Assert.Equal($"{new string('a', 254)}😀", CampaignOf($$"""[{"campaign": "{{new string('a', 254)}}😀😀"}]""", isFirst: true));

    private static string? CampaignOf(string attribution, bool isFirst) => Campaign.Of(Encoding.UTF8.GetBytes(attribution), isFirst);

    private static ReportPeriod Of(string from, string to, string zone = "UTC") => new(
        DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));
}
