using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Pages;
using Leadline.Platform.Text;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>
/// Asks for another address to sign in by: <c>/account/email</c>. It changes when the link in a mail to the new address is followed. That
/// the address is another account's is told there alone, to whoever reads its mail.
/// </summary>
public static class ChangeEmail
{
    internal const string Address = "/account/email";
    internal const string ConfirmAddress = "/account/email/confirm";

    private const int Longest = 255;

    /// <summary>Maps the page and its forms.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/email", (SignedIn person) => Page(person, null, []));
        pages.MapPost("/email", HandleAsync);
        pages.MapPost("/email/confirm", (HttpContext http, IFormCollection form, SignedIn person, PublicAddress here, Outbox outbox, CancellationToken ct) =>
            SendAsync(http, person, person.Email, here, outbox, ct));
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromForm] string? email, [FromForm] string? password, SignedIn person, PlatformDb db, OwnPassword own, PublicAddress here, Outbox outbox, CancellationToken ct)
    {
        var typed = email?.Trim() ?? "";
        if (typed.Length > Longest || !EmailAddress.IsValid(typed))
        {
            return Page(person, email, [new Problem("email", T["Type an e-mail address, as in ada@example.com."])]);
        }

        return await own.CheckAsync(http, await person.UserAsync(db, ct), password) is { Count: > 0 } wrong
            ? Page(person, email, wrong)
            : await SendAsync(http, person, typed, here, outbox, ct);
    }

    private static async Task<IResult> SendAsync(HttpContext http, SignedIn person, string email, PublicAddress here, Outbox outbox, CancellationToken ct)
    {
        if (here.Of(http) is not { } begin)
        {
            return NoMailPage.Answer();
        }

        await outbox.AddAsync(new LetterOrder(LinkKind.Email.Name, begin, email, person.Id), ct);
        return Results.LocalRedirect($"{ShowAccount.Address}?done={ShowAccount.MailSent}");
    }

    private static RazorComponentResult<EmailPage> Page(SignedIn person, string? email, IReadOnlyList<Problem> problems) =>
        new(new { Person = person.Email, Email = email, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}

/// <summary>The letter with a link that confirms an address, and changes the account to it.</summary>
public sealed class EmailLetter(LeadlineDatabase database, AccountLinks links) : ILetterKind
{
    /// <inheritdoc />
    public string Kind => LinkKind.Email.Name;

    /// <inheritdoc />
    public async Task<Letter?> WriteAsync(LetterOrder order, CancellationToken ct)
    {
        await using var db = database.Platform();
        return order.Email is { } email
            && await db.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == order.UserId, ct) is { } user
            && await links.AddAsync(LinkKind.Email, user, email, tenant: null, order.Base, ct) is { } link
                ? new Letter(
                    email, "Confirm your e-mail address for Leadline",
                    [
                        $"Hello {user.Name},", "to sign in to Leadline by this address, confirm within a day that it is yours; the link works once:",
                        "If you do not know what this is about, nothing is to be done.",
                    ],
                    Before: 2, new LetterLink("Confirm this address", link))
                : null;
    }
}

/// <summary>The letter that tells a former address that the account has another now.</summary>
public sealed class EmailChangedLetter : ILetterKind
{
    internal const string Name = "email_changed";

    /// <inheritdoc />
    public string Kind => Name;

    /// <inheritdoc />
    public Task<Letter?> WriteAsync(LetterOrder order, CancellationToken ct) => Task.FromResult(order.Email is { } email
        ? new Letter(
            email, "Your Leadline account has another e-mail address",
            ["Hello,", "your account is no longer reached by this address, since its holder has changed it. If that was not you, tell whoever runs your Leadline at once."])
        : null);
}
