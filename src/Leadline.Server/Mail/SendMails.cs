using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Leadline.Mail;

/// <summary>
/// Sends the letters that wait. One that cannot be sent is tried again, first after a minute and at last every hour, and given up after a
/// day. A process that is killed in the middle leaves its letter to the next try, so that one may arrive twice but none is lost.
/// </summary>
public sealed class SendMails(
    LeadlineDatabase database, Outbox outbox, MailWay way, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime,
    TimeProvider clock, ILogger<SendMails> logger) : BackgroundService
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <summary>Sends what is due.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var db = database.Platform();
        var now = Now();
        foreach (var mail in await db.Mails.AsNoTracking().Where(mail => mail.NextAttemptAt <= now).OrderBy(mail => mail.Id).ToListAsync(ct))
        {
            if (await ClaimAsync(db, mail, ct))
            {
                await TryAsync(db, mail, ct);
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (way.Folder is { } folder)
        {
            lifetime.ApplicationStarted.Register(() => MailLog.GoesToFolder(logger, folder));
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
                await outbox.WaitAsync(Glance, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                MailLog.Stopped(logger, fault);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Of several processes one gets it, and for no longer than sending can take.
    private async Task<bool> ClaimAsync(PlatformDb db, QueuedMail mail, CancellationToken ct)
    {
        var until = Now() + Lease;
        return await db.Mails.Where(known => known.Id == mail.Id && known.NextAttemptAt == mail.NextAttemptAt && known.Attempts == mail.Attempts)
            .ExecuteUpdateAsync(set => set.SetProperty(known => known.NextAttemptAt, until).SetProperty(known => known.Attempts, known => known.Attempts + 1), ct) == 1;
    }

    private async Task TryAsync(PlatformDb db, QueuedMail mail, CancellationToken ct)
    {
        try
        {
            var order = outbox.Open(mail);
            await using var scope = scopes.CreateAsyncScope();
            if (await scope.ServiceProvider.GetServices<ILetterKind>().Single(kind => kind.Kind == order.Kind).WriteAsync(order, ct) is { } letter)
            {
                await way.Transport.SendAsync(letter.ToMessage(way.From, clock.GetUtcNow()), ct);
            }

            await db.Mails.Where(known => known.Id == mail.Id).ExecuteDeleteAsync(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            await PutOffAsync(db, mail, fault, ct);
        }
    }

    // What servers answer may hold the receiver's address, so only the kind of the fault is told.
    private async Task PutOffAsync(PlatformDb db, QueuedMail mail, Exception fault, CancellationToken ct)
    {
        var (now, attempts) = (Now(), mail.Attempts + 1);
        if (now - mail.CreatedAt >= KeptFor)
        {
            MailLog.GivenUp(logger, mail.Id, attempts, fault.GetType().Name);
            await db.Mails.Where(known => known.Id == mail.Id).ExecuteDeleteAsync(ct);
            return;
        }

        var wait = WaitAfter(attempts);
        MailLog.PutOff(logger, mail.Id, attempts, (long)wait.TotalSeconds, fault.GetType().Name);
        await db.Mails.Where(known => known.Id == mail.Id).ExecuteUpdateAsync(set => set.SetProperty(known => known.NextAttemptAt, now + wait), ct);
    }

    private static TimeSpan WaitAfter(int attempts) => attempts > 6 ? LongestWait : FirstWait * (1 << (attempts - 1));

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}

/// <summary>How mail leaves, and who sends it.</summary>
/// <param name="Transport">The way out.</param>
/// <param name="From">The sender.</param>
/// <param name="Folder">The folder it goes to; null for a server.</param>
public sealed record MailWay(IMailTransport Transport, MailboxAddress From, string? Folder);

internal static partial class MailLog
{
    [LoggerMessage(LogLevel.Warning, "No mail server is set (LEADLINE__MAIL__SMTP__HOST): messages go to the folder {Folder}")]
    public static partial void GoesToFolder(ILogger logger, string folder);

    [LoggerMessage(LogLevel.Warning, "The mail {Mail} could not be sent ({Fault}); attempt {Attempts}, the next in {Seconds} seconds")]
    public static partial void PutOff(ILogger logger, long mail, int attempts, long seconds, string fault);

    [LoggerMessage(LogLevel.Error, "The mail {Mail} was given up after {Attempts} attempts ({Fault})")]
    public static partial void GivenUp(ILogger logger, long mail, int attempts, string fault);

    [LoggerMessage(LogLevel.Error, "Sending mail failed; it is tried again in half a minute")]
    public static partial void Stopped(ILogger logger, Exception fault);
}
