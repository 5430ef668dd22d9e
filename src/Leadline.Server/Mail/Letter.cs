using System.Text;
using System.Text.Encodings.Web;
using MimeKit;

namespace Leadline.Mail;

/// <summary>What a person is written.</summary>
/// <param name="To">The address.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Paragraphs">The text; what stands after the link comes after the first <paramref name="Before"/> of them.</param>
/// <param name="Before">How many paragraphs stand before the link.</param>
/// <param name="Link">What to follow; null for nothing.</param>
public sealed record Letter(string To, string Subject, IReadOnlyList<string> Paragraphs, int Before = 0, LetterLink? Link = null)
{
    /// <summary>The message: plain text, and the same as simple HTML that loads nothing.</summary>
    public MimeMessage ToMessage(MailboxAddress from, DateTimeOffset now)
    {
        var message = new MimeMessage { Subject = OneLine(Subject), Date = now };
        message.From.Add(from);
        message.To.Add(new MailboxAddress("", To));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no machine shall answer
        message.Body = new MultipartAlternative(new TextPart("plain") { Text = Plain() }, new TextPart("html") { Text = Html() });
        return message;
    }

    private string Plain()
    {
        var text = new StringBuilder();
        foreach (var part in InOrder(link => link.Address))
        {
            text.Append(part).Append("\r\n\r\n");
        }

        return text.ToString();
    }

    private string Html()
    {
        var html = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
            .Append(HtmlEncoder.Default.Encode(OneLine(Subject))).Append("</title></head><body>");
        for (var i = 0; i <= Paragraphs.Count; i++)
        {
            if (i == Before && Link is not null)
            {
                html.Append("<p><a href=\"").Append(HtmlEncoder.Default.Encode(Link.Address)).Append("\">").Append(HtmlEncoder.Default.Encode(Link.Text)).Append("</a></p>");
            }

            if (i < Paragraphs.Count)
            {
                html.Append("<p>").Append(HtmlEncoder.Default.Encode(Paragraphs[i])).Append("</p>");
            }
        }

        return html.Append("</body></html>").ToString();
    }

    private IEnumerable<string> InOrder(Func<LetterLink, string> show) =>
        [.. Paragraphs.Take(Before), .. Link is null ? [] : new[] { show(Link) }, .. Paragraphs.Skip(Before)];

    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}

/// <summary>What to follow.</summary>
/// <param name="Text">What it does.</param>
/// <param name="Address">Where it leads.</param>
public sealed record LetterLink(string Text, string Address);

/// <summary>A letter that someone has asked for, before it is written.</summary>
/// <param name="Kind">Which <see cref="ILetterKind"/> writes it.</param>
/// <param name="Base">The address its links begin with; empty for a letter without one.</param>
/// <param name="Email">The address that was typed, or that it goes to.</param>
/// <param name="UserId">Whom it is about.</param>
/// <param name="TenantId">Which tenant it is about.</param>
/// <param name="RecordId">Which of the tenant's records it is about.</param>
public sealed record LetterOrder(string Kind, string Base, string? Email = null, long? UserId = null, long? TenantId = null, long? RecordId = null);

/// <summary>Writes letters of a kind. It does so as they are sent, so that no link ever lies in the database.</summary>
public interface ILetterKind
{
    /// <summary>The kind's name.</summary>
    string Kind { get; }

    /// <summary>Writes the letter.</summary>
    /// <returns>Null when there is nothing to send, or nobody to send it to.</returns>
    Task<Letter?> WriteAsync(LetterOrder order, CancellationToken ct);
}
