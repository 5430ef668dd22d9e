using Leadline.Platform.Pages;
using Leadline.Settings;
using Leadline.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>
/// Signs in with a passkey: <c>POST /account/sign-in/passkey</c>. It stands for both factors, since it is a thing that asks for a finger,
/// a face or a number before it answers.
/// </summary>
public static class SignInWithPasskey
{
    internal const string Address = "/account/sign-in/passkey";

    /// <summary>Maps the form.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/sign-in/passkey", async (
        HttpContext http, [FromForm] string? credential, [FromForm(Name = "return_url")] string? returnUrl, [FromForm] string? anew, SignInManager<User> people, SignInGuard guard, SecondFactorRule rule, CancellationToken ct) =>
    {
        var (goOn, isAnew) = (LocalAddress.OrHome(returnUrl), !string.IsNullOrEmpty(anew));
        if (!await IsUnderWayAsync(http) || string.IsNullOrEmpty(credential))
        {
            return await SignIn.PageAsync(people, new SignInForm(null, goOn) { Problem = T["The page was open for too long. Try the passkey again."], IsAnew = isAnew });
        }

        var asserted = await people.PerformPasskeyAssertionAsync(credential);
        if (!asserted.Succeeded || !(await people.UserManager.AddOrUpdatePasskeyAsync(asserted.User, asserted.Passkey)).Succeeded)
        {
            return await SignIn.PageAsync(people, new SignInForm(null, goOn) { Problem = T["The passkey was not accepted. Sign in by e-mail and password, or try it again."], IsAnew = isAnew });
        }

        await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await people.SignInAsync(asserted.User, isPersistent: true, "passkey");
        await guard.WelcomeAsync(http, asserted.User, "passkey");
        return Results.LocalRedirect(await SignIn.NextAsync(asserted.User, goOn, rule, ct));
    });

    /// <summary>Whether the browser was asked for a passkey a short while ago.</summary>
    internal static async Task<bool> IsUnderWayAsync(HttpContext http) =>
        (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Properties?.Items.Keys.Any(key => key.StartsWith("Passkey", StringComparison.Ordinal)) == true;
}
