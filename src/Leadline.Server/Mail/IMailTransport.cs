using MimeKit;

namespace Leadline.Mail;

/// <summary>The way out for mail.</summary>
public interface IMailTransport
{
    /// <summary>Hands a message over.</summary>
    Task SendAsync(MimeMessage message, CancellationToken ct);
}
