namespace Leadline.Platform.Database.Postgres;

/// <summary>Hears of the changes that other processes commit, and tells those who wait for them. On SQLite nothing is to be heard.</summary>
internal sealed class Hearing(LeadlineDatabase database, Commits commits, ILogger<Hearing> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (database is PostgresDatabase postgres && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await postgres.OpenToHearAsync(commits.Tell, stoppingToken);
                while (true)
                {
                    if (!await connection.WaitAsync(Silence, stoppingToken))
                    {
                        connection.Execute("SELECT 1"); // or it would never be known that nobody is there
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                HearingLog.Interrupted(logger, fault);
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

internal static partial class HearingLog
{
    [LoggerMessage(LogLevel.Warning, "Changes of other processes are not heard for a while; they are looked for now and then")]
    public static partial void Interrupted(ILogger logger, Exception fault);
}
