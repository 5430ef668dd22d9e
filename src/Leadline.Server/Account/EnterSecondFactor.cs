using Leadline.Platform.Pages;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>Asks for the second factor after the password: <c>/account/second-factor</c>. A code of the app, or one of the recovery codes.</summary>
public static class EnterSecondFactor
{
    internal const string Address = "/account/second-factor";
    internal const string Recovery = "recovery-code";

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/second-factor", async ([FromQuery] string? with, [FromQuery(Name = "return_url")] string? returnUrl, SignInManager<User> people) =>
            await people.GetTwoFactorAuthenticationUserAsync() is null
                ? Results.LocalRedirect(SignIn.Address)
                : Page(new SecondFactorForm(with == Recovery, LocalAddress.OrHome(returnUrl)), []));
        pages.MapPost("/second-factor", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromForm] string? code, [FromForm] string? with, [FromForm(Name = "return_url")] string? returnUrl, SignInManager<User> people, SignInGuard guard)
    {
        var form = new SecondFactorForm(with == Recovery, LocalAddress.OrHome(returnUrl));
        if (await people.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            return Results.LocalRedirect($"{SignIn.Address}?return_url={Uri.EscapeDataString(form.ReturnUrl)}");
        }

        var attempt = await guard.BeginAsync(http, SignInGuard.SecondFactor, user.Email, user);
        if (attempt.RetryAfter is { } wait)
        {
            return ErrorPage.TooMany(http, wait);
        }

        var result = form.IsRecovery
            ? await people.TwoFactorRecoveryCodeSignInAsync(code ?? "")
            : await people.TwoFactorAuthenticatorSignInAsync(code ?? "", isPersistent: true, rememberClient: false);
        var by = form.IsRecovery ? "recovery_code" : "second_factor";
        if (!result.Succeeded)
        {
            guard.NoteFailure(http, user, by);
            return Page(form, [new Problem("code", form.IsRecovery
                ? T["This is none of your recovery codes, or it was used before."]
                : T["The code is wrong, or it was used before. Wait for the next one."])]);
        }

        attempt.Succeed();
        await guard.WelcomeAsync(http, user, by);
        return Results.LocalRedirect(form.ReturnUrl);
    }

    private static RazorComponentResult<SecondFactorPage> Page(SecondFactorForm form, IReadOnlyList<Problem> problems) =>
        new(new { Form = form, Problems = problems }) { StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
}

/// <summary>What the form shows.</summary>
/// <param name="IsRecovery">True for a recovery code, false for a code of the app.</param>
/// <param name="ReturnUrl">Where to go on.</param>
public sealed record SecondFactorForm(bool IsRecovery, string ReturnUrl);
