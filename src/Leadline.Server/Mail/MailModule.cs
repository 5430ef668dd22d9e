using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Leadline.Mail;

/// <summary>Letters to people.</summary>
public static class MailModule
{
    private const string UsualFrom = "Leadline <leadline@localhost>";

    extension(PlatformDb db)
    {
        /// <summary>Letters that wait to be sent.</summary>
        public DbSet<QueuedMail> Mails => db.Set<QueuedMail>();
    }

    /// <summary>Registers what mail needs.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services) => services
        .AddSingleton<Outbox>()
        .AddSingleton(provider => WayOf(provider.GetRequiredService<IOptions<LeadlineOptions>>().Value))
        .AddSingleton<SendMails>()
        .AddHostedService(provider => provider.GetRequiredService<SendMails>())
        .AddSingleton(new PlatformModelPart(Configure));

    private static MailWay WayOf(LeadlineOptions options)
    {
        var smtp = options.Mail.Smtp;
        var folder = Path.GetFullPath(Path.Combine(options.Data, "mail"));
        return string.IsNullOrWhiteSpace(smtp.Host)
            ? new MailWay(new FolderTransport(folder), SenderOf(smtp.From ?? UsualFrom), folder)
            : new MailWay(
                new SmtpTransport(smtp.Host, smtp), SenderOf(smtp.From ?? throw new SetupException("The setting Mail:Smtp:From must name the sender of mail: Leadline <crm@example.com>.")), null);
    }

    private static MailboxAddress SenderOf(string setting) => MailboxAddress.TryParse(setting, out var sender)
        ? sender
        : throw new SetupException($"The setting Mail:Smtp:From holds {setting}, which is no e-mail address.");

    private static void Configure(ModelBuilder model) => model.Entity<QueuedMail>(mail =>
    {
        mail.ToTable("mails");
        mail.HasIndex(m => m.NextAttemptAt);
    });
}
