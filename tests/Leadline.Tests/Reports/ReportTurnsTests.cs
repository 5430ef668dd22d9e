using Leadline.Reports;

namespace Leadline.Tests.Reports;

/// <summary>Reports of one tenant do not keep those of others waiting.</summary>
public sealed class ReportTurnsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task While_others_wait_nobody_gets_a_second_turn()
    {
        var turns = new ReportTurns(2, Long, TimeProvider.System);
        var (first, second) = (await turns.TakeAsync(1, CancellationToken.None), await turns.TakeAsync(1, CancellationToken.None));
        var (third, other) = (turns.TakeAsync(1, CancellationToken.None), turns.TakeAsync(2, CancellationToken.None));
        Assert.False(third.IsCompleted || other.IsCompleted);

        first!.Dispose();

        var got = await other;
        Assert.False(third.IsCompleted);
        second!.Dispose();
        Assert.NotNull(await third);
        got!.Dispose();
    }

    [Fact]
    public async Task Who_waits_too_long_is_refused_and_takes_no_turn()
    {
        var turns = new ReportTurns(1, TimeSpan.FromMilliseconds(50), TimeProvider.System);
        var first = await turns.TakeAsync(1, CancellationToken.None);

        Assert.Null(await turns.TakeAsync(2, CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turns.TakeAsync(2, new CancellationToken(canceled: true)));

        first!.Dispose();
        Assert.NotNull(await turns.TakeAsync(2, CancellationToken.None));
    }
}
