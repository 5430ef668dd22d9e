using Leadline.Web.Layout;

namespace Leadline.Tests.Web;

/// <summary>Times on the clocks of people.</summary>
public sealed class MomentsTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T01:59+01:00")]
    [InlineData("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T03:00+02:00")]
    [InlineData("Europe/Berlin", "2026-03-29T02:20", "2026-03-29T03:20+02:00")]
    [InlineData("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T03:00+02:00")]
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T02:30+01:00")]
    [InlineData("Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-04T02:40+11:00")]
    [InlineData("Africa/Cairo", "2026-04-24T00:00", "2026-04-24T01:00+03:00")]
    public void A_time_that_clocks_leave_out_is_as_long_after_their_jump(string zone, string local, string moment)
    {
        var at = Moments.At(DateTime.Parse(local, null), TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(DateTimeOffset.Parse(moment, null), at);
        Assert.Equal(DateTimeOffset.Parse(moment, null).Offset, at.Offset);
    }
}
