namespace Leadline.OAuth;

/// <summary>Rotates the keys by schedule, and looks every few seconds whether another process has, so that all use the same ones without a restart.</summary>
public sealed class KeyRotation(KeyRing keys, TimeProvider clock, ILogger<KeyRotation> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ScheduleStep = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var rotated = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (clock.GetUtcNow() - rotated > ScheduleStep)
                {
                    keys.RotateByAge();
                    rotated = clock.GetUtcNow();
                }

                if (keys.Refresh())
                {
                    KeyLog.Changed(logger);
                }
            }
            catch (Exception fault)
            {
                KeyLog.Failed(logger, fault);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

internal static partial class KeyLog
{
    [LoggerMessage(LogLevel.Information, "The installation's keys have changed; new tokens are made with the newest one in use")]
    public static partial void Changed(ILogger logger);

    [LoggerMessage(LogLevel.Error, "Looking after the installation's keys failed; it is tried again in seconds")]
    public static partial void Failed(ILogger logger, Exception fault);
}
