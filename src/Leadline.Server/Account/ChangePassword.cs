using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Leadline.Account;

/// <summary>Changes the password of whoever is signed in: <c>/account/password</c>. It ends all other sessions.</summary>
public static class ChangePassword
{
    internal const string Address = "/account/password";

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/password", (SignedIn person, NewPassword passwords) => Page(person, passwords, []));
        pages.MapPost("/password", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromForm(Name = "current_password")] string? current, [FromForm] string? password, [FromForm(Name = "password_confirmation")] string? repeated,
        SignedIn person, PlatformDb db, NewPassword passwords, OwnPassword own, UserManager<User> users, SignInManager<User> people, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        if (await own.CheckAsync(http, user, current, "current_password") is { Count: > 0 } wrong)
        {
            return Page(person, passwords, wrong);
        }

        if (passwords.Check(ref password, repeated) is { Count: > 0 } problems)
        {
            return Page(person, passwords, problems);
        }

        await passwords.ChangeAsync(http, db, users, user, passwords.Hash(password));
        await people.RefreshSignInAsync(user);
        return Results.LocalRedirect($"{ShowSecurity.Address}?done={ShowSecurity.PasswordChanged}");
    }

    private static RazorComponentResult<ChangePasswordPage> Page(SignedIn person, NewPassword passwords, IReadOnlyList<Problem> problems) =>
        new(new { Person = person.Email, passwords.Hint, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}
