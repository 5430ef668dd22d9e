using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Leadline.Mail;
using Leadline.Tests.Account;
using Leadline.Tests.Operations.Moving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Leadline.Tests.Mail;

/// <summary>How letters leave.</summary>
public sealed class SendMailsTests
{
    private static readonly LetterOrder Order = new("email_changed", "", "ada@example.com");

    [Fact]
    public async Task Without_a_server_messages_go_to_a_folder_and_the_log_says_where()
    {
        await using var host = await LeadlineHost.StartAsync();

        await host.Services.GetRequiredService<Outbox>().AddAsync(Order, CancellationToken.None);
        var mail = Assert.Single(await host.MailsToAsync("ada@example.com"));

        Assert.Contains(host.Log.Messages, message => message.Contains(Path.Combine(host.Folder, "mail"), StringComparison.Ordinal));
        Assert.Equal("Your Leadline account has another e-mail address", mail.Subject);
        Assert.Contains("no longer reached", mail.TextBody);
        Assert.Contains("<p>Hello,</p>", mail.HtmlBody);
        Assert.DoesNotContain("src=", mail.HtmlBody);
        Assert.DoesNotContain(host.Log.Messages, message => message.Contains("ada@example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_gets_the_message_and_a_failed_attempt_is_repeated_until_it_does()
    {
        using var server = new SmtpListener();
        await using var host = await LeadlineHost.StartAsync(
            ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", server.Port), ("Mail:Smtp:Security", "none"), ("Mail:Smtp:From", "Leadline <crm@example.com>"));
        server.Refuses = true;

        await host.Services.GetRequiredService<Outbox>().AddAsync(Order, CancellationToken.None);
        await WhenAsync(host, mail => mail is { Attempts: 1 } && mail.NextAttemptAt > DateTime.UtcNow.AddSeconds(30) && mail.NextAttemptAt < DateTime.UtcNow.AddSeconds(61));
        server.Refuses = false;
        await MakeDueAsync(host, DateTime.UtcNow);
        await host.WhenMailIsSentAsync();

        var message = Assert.Single(server.Messages);
        Assert.Equal(("crm@example.com", "ada@example.com"), (message.From.Mailboxes.Single().Address, message.To.Mailboxes.Single().Address));
        Assert.False(Directory.Exists(Path.Combine(host.Folder, "mail")));
        Assert.DoesNotContain(host.Log.Messages, message => message.Contains("ada@example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_that_cannot_be_sent_for_a_day_is_given_up()
    {
        using var server = new SmtpListener { Refuses = true };
        await using var host = await LeadlineHost.StartAsync(
            ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", server.Port), ("Mail:Smtp:Security", "none"), ("Mail:Smtp:From", "crm@example.com"));

        await host.Services.GetRequiredService<Outbox>().AddAsync(Order, CancellationToken.None);
        await WhenAsync(host, mail => mail is { Attempts: 1 } && mail.NextAttemptAt < DateTime.UtcNow.AddMinutes(2));
        await MakeDueAsync(host, DateTime.UtcNow.AddDays(-1).AddMinutes(-1));
        await host.WhenMailIsSentAsync();

        Assert.Empty(server.Messages);
        Assert.Contains(host.Log.Messages, message => message.Contains("given up after 2 attempts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_waits_sealed_and_survives_the_process()
    {
        using var server = new SmtpListener { Refuses = true };
        using var place = Place.OfThisRun();
        await using (var host = await place.HostAsync(
            ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", server.Port), ("Mail:Smtp:Security", "none"), ("Mail:Smtp:From", "crm@example.com")))
        {
            await host.Services.GetRequiredService<Outbox>().AddAsync(Order, CancellationToken.None);
            await WhenAsync(host, mail => mail is { Attempts: 1 } && mail.NextAttemptAt < DateTime.UtcNow.AddMinutes(2));
            Assert.DoesNotContain("ada@example.com", await StoredText.OfAsync(host), StringComparison.Ordinal);
            await MakeDueAsync(host, DateTime.UtcNow);
        }

        await using (var host = await place.HostAsync())
        {
            Assert.Single(await host.MailsToAsync("ada@example.com"));
        }
    }

    private static async Task WhenAsync(LeadlineHost host, Func<QueuedMail, bool> isSo)
    {
        for (var patience = 0; patience < 200; patience++)
        {
            await using var db = host.Database.Platform();
            if (await db.Set<QueuedMail>().AsNoTracking().SingleOrDefaultAsync() is { } mail && isSo(mail))
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("The letter was not tried.");
    }

    private static async Task MakeDueAsync(LeadlineHost host, DateTime created)
    {
        await using var db = host.Database.Platform();
        await db.Set<QueuedMail>().ExecuteUpdateAsync(set => set.SetProperty(mail => mail.NextAttemptAt, DateTime.UtcNow).SetProperty(mail => mail.CreatedAt, created));
    }

    /// <summary>A mail server of loopback (RFC 5321), which takes every message or none.</summary>
    private sealed class SmtpListener : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public SmtpListener()
        {
            listener.Start();
            _ = ListenAsync();
        }

        public string Port => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        public bool Refuses { get; set; }

        public List<MimeMessage> Messages { get; } = [];

        public void Dispose() => listener.Dispose();

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    using var connection = await listener.AcceptTcpClientAsync();
                    await TalkAsync(connection.GetStream());
                }
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return;
            }
        }

        private async Task TalkAsync(NetworkStream stream)
        {
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    Messages.Add(await MessageAsync(reader));
                    await writer.WriteLineAsync("250 taken");
                }
                else if (line == "QUIT")
                {
                    await writer.WriteLineAsync("221 bye");
                    return;
                }
                else
                {
                    await writer.WriteLineAsync(line.StartsWith("RCPT", StringComparison.Ordinal) && Refuses ? "451 later, ada@example.com" : "250 well");
                }
            }
        }

        private static async Task<MimeMessage> MessageAsync(StreamReader reader)
        {
            var text = new StringBuilder();
            while (await reader.ReadLineAsync() is { } line and not ".")
            {
                text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            }

            using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
            return await MimeMessage.LoadAsync(bytes);
        }
    }
}
