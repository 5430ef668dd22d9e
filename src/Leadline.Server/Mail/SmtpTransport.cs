using Leadline.Platform;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Leadline.Mail;

/// <summary>Hands messages to an SMTP server.</summary>
public sealed class SmtpTransport(string host, SmtpOptions options) : IMailTransport
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SecureSocketOptions security = options.Security.ToUpperInvariant() switch
    {
        "STARTTLS" => SecureSocketOptions.StartTls,
        "TLS" => SecureSocketOptions.SslOnConnect,
        "NONE" => SecureSocketOptions.None,
        _ => throw new SetupException($"The setting Mail:Smtp:Security holds {options.Security}; it must be starttls, tls or none."),
    };

    /// <inheritdoc />
    public async Task SendAsync(MimeMessage message, CancellationToken ct)
    {
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(host, options.Port, security, ct);
        if (!string.IsNullOrEmpty(options.User))
        {
            await client.AuthenticateAsync(options.User, options.Password ?? "", ct);
        }

        await client.SendAsync(message, ct);
        await client.DisconnectAsync(quit: true, ct);
    }
}
