using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Leadline.Account;

/// <summary>Sets a new password by a mailed link: <c>/account/reset-password</c>. It ends all sessions and proves the address.</summary>
public static class ResetPassword
{
    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/reset-password", async ([FromQuery] string? link, AccountLinks links, PlatformDb db, NewPassword passwords, CancellationToken ct) =>
            await links.FindAsync(db, LinkKind.Reset, link, ct) is { } found ? Page(found.User, link, passwords, []) : DeadLinkPage.Answer());
        pages.MapPost("/reset-password", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromForm] string? link, [FromForm] string? password, [FromForm(Name = "password_confirmation")] string? repeated,
        AccountLinks links, PlatformDb db, NewPassword passwords, SignInManager<User> people, CancellationToken ct)
    {
        if (await links.FindAsync(db, LinkKind.Reset, link, ct) is not { } found)
        {
            return DeadLinkPage.Answer();
        }

        if (passwords.Check(ref password, repeated) is { Count: > 0 } problems)
        {
            return Page(found.User, link, passwords, problems);
        }

        var hash = passwords.Hash(password);
        await using var change = await db.Database.BeginTransactionAsync(ct);
        if (!await AccountLinks.UseAsync(db, found.Link, ct))
        {
            return DeadLinkPage.Answer();
        }

        await passwords.SetAsync(http, db, people.UserManager, found.User, hash, ct);
        await change.CommitAsync(ct);
        await people.SignOutAsync();
        return Results.LocalRedirect($"{SignIn.Address}?done={SignIn.PasswordSet}");
    }

    private static RazorComponentResult<ResetPasswordPage> Page(User user, string? link, NewPassword passwords, IReadOnlyList<Problem> problems) =>
        new(new { Email = user.Email ?? "", Link = link ?? "", passwords.Hint, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}
