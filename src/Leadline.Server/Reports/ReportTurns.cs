namespace Leadline.Reports;

/// <summary>
/// Who may make a report when: a few at once, and in the order in which they asked, but that while others wait, nobody gets a second turn before the others' first.
/// </summary>
/// <param name="most">How many may be made at once.</param>
/// <param name="patience">How long one waits.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class ReportTurns(int most, TimeSpan patience, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<Turn> waiting = [];
    private readonly List<Turn> taken = [];

    /// <summary>Waits for a turn, to be disposed of at its end; null where none came in time.</summary>
    /// <param name="tenant">Who asks.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IDisposable?> TakeAsync(long tenant, CancellationToken ct)
    {
        var turn = new Turn(this, tenant);
        lock (gate)
        {
            waiting.Add(turn);
            Admit();
        }

        try
        {
            await turn.Admitted.Task.WaitAsync(patience, clock, ct);
            return turn;
        }
        catch (TimeoutException)
        {
            turn.Dispose();
            return null;
        }
        catch (OperationCanceledException)
        {
            turn.Dispose();
            throw;
        }
    }

    private void Admit()
    {
        while (taken.Count < most && (waiting.Find(turn => !taken.Exists(other => other.Tenant == turn.Tenant)) ?? waiting.FirstOrDefault()) is { } next)
        {
            waiting.Remove(next);
            taken.Add(next);
            next.Admitted.SetResult();
        }
    }

    private void End(Turn turn)
    {
        lock (gate)
        {
            waiting.Remove(turn);
            taken.Remove(turn);
            Admit();
        }
    }

    private sealed class Turn(ReportTurns turns, long tenant) : IDisposable
    {
        public long Tenant => tenant;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => turns.End(this);
    }
}
