namespace Leadline.Client;

/// <summary>Changes of many rows, done in the background.</summary>
public sealed class JobsClient
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Transport transport;

    internal JobsClient(Transport transport) => this.transport = transport;

    /// <summary>Reads how far a job is.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Job> GetAsync(long id, CancellationToken ct = default) =>
        await transport.ReadAsync<Job>($"jobs/{id}", null, ct).ConfigureAwait(false);

    /// <summary>Stops a job; what it has done stays, and can be undone by its batch. A job that has ended stays as it is.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Job> CancelAsync(long id, string? idempotencyKey = null, CancellationToken ct = default) =>
        await transport.WriteAsync<Job>(HttpMethod.Post, $"jobs/{id}/cancel", null, null, idempotencyKey, ct).ConfigureAwait(false);

    /// <summary>Waits until a job has ended, however: look at its state.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="progress">Is told of each look at the job.</param>
    /// <param name="ct">Gives up waiting; the job goes on.</param>
    public async Task<Job> WaitAsync(long id, IProgress<Job>? progress = null, CancellationToken ct = default)
    {
        var pause = ShortestPause;
        while (true)
        {
            var job = await GetAsync(id, ct).ConfigureAwait(false);
            progress?.Report(job);
            if (job.HasEnded)
            {
                return job;
            }

            await Task.Delay(pause, transport.Clock, ct).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
