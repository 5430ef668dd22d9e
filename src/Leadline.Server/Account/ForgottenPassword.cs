using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Pages;
using Leadline.Platform.Text;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>
/// Asks for a link that sets a new password: <c>/account/forgotten-password</c>. Whether the address has an account is looked up by the
/// sender of mail, later; the page does the same for every address, and so cannot tell.
/// </summary>
public static class ForgottenPassword
{
    internal const string Address = "/account/forgotten-password";

    private const int LongestAddress = 255;

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/forgotten-password", () => Page(null, []));
        pages.MapPost("/forgotten-password", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(HttpContext http, [FromForm] string? email, PublicAddress here, Outbox outbox, SignInGuard guard, CancellationToken ct)
    {
        var typed = email?.Trim() ?? "";
        if (typed.Length > LongestAddress || !EmailAddress.IsValid(typed))
        {
            return Page(email, [new Problem("email", T["Type an e-mail address, as in ada@example.com."])]);
        }

        if (here.Of(http) is not { } begin)
        {
            return NoMailPage.Answer();
        }

        // Whether there is such an account is not looked up, so each request counts as a stranger's.
        if ((await guard.BeginAsync(http, SignInGuard.Letter, typed, user: null)).RetryAfter is { } wait)
        {
            return ErrorPage.TooMany(http, wait);
        }

        await outbox.AddAsync(new LetterOrder(LinkKind.Reset.Name, begin, typed), ct);
        return new RazorComponentResult<ForgottenPasswordSentPage>();
    }

    private static RazorComponentResult<ForgottenPasswordPage> Page(string? email, IReadOnlyList<Problem> problems) =>
        new(new { Email = email, Problems = problems }) { StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
}

/// <summary>The letter with that link. An address that has no account gets none.</summary>
public sealed class ResetLetter(LeadlineDatabase database, AccountLinks links, ILookupNormalizer normalizer) : ILetterKind
{
    /// <inheritdoc />
    public string Kind => LinkKind.Reset.Name;

    /// <inheritdoc />
    public async Task<Letter?> WriteAsync(LetterOrder order, CancellationToken ct)
    {
        var address = normalizer.NormalizeEmail(order.Email);
        await using var db = database.Platform();
        return await db.Users.AsNoTracking().FirstOrDefaultAsync(user => user.NormalizedEmail == address, ct) is { Email: { } email } user
            && await links.AddAsync(LinkKind.Reset, user, email, tenant: null, order.Base, ct) is { } link
                ? new Letter(
                    email, "Set a new password for Leadline",
                    [
                        $"Hello {user.Name},", "someone asked for a new password for your account. To set one, follow this link within an hour; it works once:",
                        "If it was not you, nothing is to be done: your password stays as it is.",
                    ],
                    Before: 2, new LetterLink("Set a new password", link))
                : null;
    }
}
