using Leadline.Web.Reports;

namespace Leadline.Tests.Web;

/// <summary>The files of tables, and the scales of charts.</summary>
public sealed class CsvTests
{
    [Fact]
    public void A_file_has_a_mark_quotes_and_lines_as_the_standard_has_them()
    {
        var table = new NumberTable(
            "Leads", "leads", [new("Source, or \"origin\"", IsText: true), new("Leads"), new("Median", Unit: "s")],
            [[Cell.Of("Ads\r\nand more"), new("1.234", "1234", "/t/1/leads"), new("2 min", "120.5")], [Cell.Of("Plain"), Cell.None, Cell.None]],
            [Cell.Of("All"), new("−5", "-5"), Cell.None]);

        Assert.Equal("\uFEFF\"Source, or \"\"origin\"\"\",Leads,Median (s)\r\n\"Ads\r\nand more\",1234,120.5\r\nPlain,,\r\nAll,-5,\r\n", Csv.Of(table));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49", "'+49")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\r=x", "\"'\r'=x\"")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("a=b", "a=b")]
    [InlineData("a;=1+1", "\"a;'=1+1\"")]
    [InlineData("a\t@SUM(A1)", "a\t'@SUM(A1)")]
    [InlineData("a\n-1", "\"a\n'-1\"")]
    [InlineData("one;two", "\"one;two\"")]
    [InlineData("", "")]
    public void A_text_is_no_formula(string text, string written) => Assert.Equal(written, Csv.TextOf(text));

    [Theory]
    [InlineData(0, "0 1")]
    [InlineData(1, "0 1")]
    [InlineData(3, "0 1 2 3")]
    [InlineData(4, "0 1 2 3 4")]
    [InlineData(5, "0 2 4 6")]
    [InlineData(120, "0 50 100 150")]
    [InlineData(200, "0 50 100 150 200")]
    [InlineData(1_000_000, "0 500000 1000000")]
    public void A_scale_of_counts_has_round_whole_numbers(double max, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Scale.OfCounts(max, _ => "").Ticks.Select(tick => tick.Value)));

    [Theory]
    [InlineData(0, "0 1")]
    [InlineData(100, "0 30 60 90 120")]
    [InlineData(7 * 3600, "0 7200 14400 21600 28800")]
    [InlineData(2000L * 86400, "0 43200000 86400000 129600000 172800000")]
    public void A_scale_of_durations_has_round_times(double max, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Scale.OfDurations(max, _ => "").Ticks.Select(tick => tick.Value)));
}
