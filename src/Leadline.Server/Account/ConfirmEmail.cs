using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>
/// Confirms an address by a mailed link, and changes the account to it: <c>/account/confirm-email</c>. Only in a session of the account:
/// whoever made an account for another's address cannot get it confirmed by them. The page asks for a press of a button, since programs
/// that look at mail follow links.
/// </summary>
public static class ConfirmEmail
{
    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/confirm-email", async ([FromQuery] string? link, SignedIn person, AccountLinks links, PlatformDb db, CancellationToken ct) =>
            await links.FindAsync(db, LinkKind.Email, link, ct) is not { } found ? DeadLinkPage.Answer()
            : found.User.Id != person.Id ? ForeignLinkPage.Answer(person)
            : new RazorComponentResult<ConfirmEmailPage>(new { Person = person.Email, found.Link.Email, Link = link ?? "" }));
        pages.MapPost("/confirm-email", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(
        [FromForm] string? link, SignedIn person, AccountLinks links, PlatformDb db, UserManager<User> users, SignInManager<User> people, Outbox outbox, CancellationToken ct)
    {
        if (await links.FindAsync(db, LinkKind.Email, link, ct) is not { } found || found.User.Id != person.Id)
        {
            return DeadLinkPage.Answer();
        }

        var (user, former) = (found.User, found.User.Email ?? "");
        var isChange = !string.Equals(former, found.Link.Email, StringComparison.OrdinalIgnoreCase);
        await using var change = await db.Database.BeginTransactionAsync(ct);
        if (!await AccountLinks.UseAsync(db, found.Link, ct))
        {
            return DeadLinkPage.Answer();
        }

        // Whoever made an account that nobody had shown to be theirs may know its password: its holder chooses a new one before it counts.
        var isProven = user.EmailConfirmed;
        (user.UserName, user.Email) = (found.Link.Email, found.Link.Email);
        if (!await IsSavedAsync(isChange ? users.UpdateSecurityStampAsync(user) : users.UpdateAsync(user)))
        {
            return new RazorComponentResult<EmailTakenPage>(new { Person = person.Email }) { StatusCode = StatusCodes.Status409Conflict };
        }

        await change.CommitAsync(ct);
        if (!isProven)
        {
            return await links.AddAsync(LinkKind.Reset, user, found.Link.Email, tenant: null, begin: "", ct) is { } reset ? Results.LocalRedirect(reset) : DeadLinkPage.Answer();
        }

        await people.RefreshSignInAsync(user);
        if (isChange)
        {
            await outbox.AddAsync(new LetterOrder(EmailChangedLetter.Name, "", former), ct);
        }

        return Results.LocalRedirect($"{ShowAccount.Address}?done={ShowAccount.EmailConfirmed}");
    }

    // Another account may take the address at the same time: then the database refuses what Identity found free.
    private static async Task<bool> IsSavedAsync(Task<IdentityResult> saving)
    {
        try
        {
            return (await saving).Succeeded;
        }
        catch (DbUpdateException fault) when (fault.IsRefusal())
        {
            return false;
        }
    }
}
