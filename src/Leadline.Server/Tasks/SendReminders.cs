using Leadline.Mail;
using Leadline.Platform.Database;

namespace Leadline.Tasks;

/// <summary>
/// Asks for a letter to the member of each task whose time to remind has come, once: that it was asked for is noted in the same transaction. A task
/// that is done or deleted by then gets none, and none later; whoever may no longer see the lead gets none either, as <see cref="ReminderLetter"/> finds.
/// </summary>
public sealed class SendReminders(LeadlineDatabase database, TenantWrites writes, Outbox outbox, TimeProvider clock, ILogger<SendReminders> logger) : BackgroundService
{
    /// <summary>Of which tasks a reminder is still to come.</summary>
    internal const string Armed = "remind_at > coalesce(reminded_at, 0)";

    /// <summary>The index of those tasks.</summary>
    internal const string Index = "tasks_to_remind";

    private const int TasksPerStep = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>Asks for the letters that are due now.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var tenant in await TenantsAsync(ct))
        {
            while (await writes.RunAsync(tenant.Whole, Author.Leadline, "task.remind", RemindAsync, ct))
            {
                // Others get their turn between the steps.
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                ReminderLog.Failed(logger, fault);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<List<TenantId>> TenantsAsync(CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var rows = await snapshot.QueryAsync(
            $"SELECT id FROM tenants WHERE EXISTS (SELECT 1 FROM tasks INDEXED BY {Index} WHERE tasks.tenant_id = tenants.id AND {Armed} AND remind_at <= @now)",
            ct, ("@now", Timestamp.ToMicroseconds(clock.GetUtcNow().UtcDateTime)));
        var tenants = new List<TenantId>();
        while (rows.Read())
        {
            tenants.Add(new TenantId(rows.GetInt64(0)));
        }

        return tenants;
    }

    private async Task<bool> RemindAsync(TenantWrite write)
    {
        var due = Claim(write);
        foreach (var (task, user) in due)
        {
            if (user is not null)
            {
                await outbox.AddAsync(write, new LetterOrder(ReminderLetter.Name, "", UserId: user, TenantId: write.Tenant.Value, RecordId: task));
            }
        }

        return due.Count == TasksPerStep;
    }

    // With the member to be reminded; null for nobody.
    private static List<(long Task, long? User)> Claim(TenantWrite write)
    {
        using var rows = write.Query(
            $"""
            UPDATE tasks SET reminded_at = @now WHERE tenant_id = @tenant AND id IN (
                SELECT id FROM tasks INDEXED BY {Index} WHERE tenant_id = @tenant AND {Armed} AND remind_at <= @now ORDER BY remind_at, id LIMIT @most)
            RETURNING id, CASE WHEN completed_at IS NULL AND deleted_at IS NULL THEN assigned_user_id END
            """,
            ("@now", Timestamp.ToMicroseconds(write.Now)), ("@tenant", write.Tenant.Value), ("@most", TasksPerStep));
        var claimed = new List<(long, long?)>();
        while (rows.Read())
        {
            claimed.Add((rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetInt64(1)));
        }

        return claimed;
    }
}

internal static partial class ReminderLog
{
    [LoggerMessage(LogLevel.Error, "Reminders could not be asked for; it is tried again in a moment")]
    public static partial void Failed(ILogger logger, Exception fault);
}
