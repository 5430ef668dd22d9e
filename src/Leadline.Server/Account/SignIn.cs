using Leadline.Platform.Pages;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Leadline.Account;

/// <summary>The page where people sign in: <c>/account/sign-in</c>.</summary>
public static class SignIn
{
    internal const string Address = "/account/sign-in";

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-in", (HttpContext http, [FromQuery(Name = "return_url")] string? returnUrl) =>
            http.User.Identity?.IsAuthenticated == true ? Results.LocalRedirect(LocalAddress.OrHome(returnUrl)) : Page(new SignInForm(null, LocalAddress.OrHome(returnUrl))));
        pages.MapPost("/sign-in", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(
        [FromForm] string? email, [FromForm] string? password, [FromForm(Name = "return_url")] string? returnUrl, SignInManager<User> people, DummyPassword dummy)
    {
        var goOn = LocalAddress.OrHome(returnUrl);
        var user = email is null ? null : await people.UserManager.FindByEmailAsync(email.Trim());
        if (user is null)
        {
            dummy.Verify(password ?? "");
            return Page(new SignInForm(email, goOn) { IsRefused = true });
        }

        var result = await people.PasswordSignInAsync(user, password ?? "", isPersistent: true, lockoutOnFailure: false);
        return result.Succeeded ? Results.LocalRedirect(goOn) : Page(new SignInForm(email, goOn) { IsRefused = true });
    }

    private static RazorComponentResult<SignInPage> Page(SignInForm form) => new(new { Form = form });
}

/// <summary>What the form shows.</summary>
/// <param name="Email">The address that was typed.</param>
/// <param name="ReturnUrl">Where to go on.</param>
public sealed record SignInForm(string? Email, string ReturnUrl)
{
    /// <summary>True after a wrong address or password: nobody is told which.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>Takes as long to refuse an address that nobody has as a wrong password takes.</summary>
public sealed class DummyPassword(IPasswordHasher<User> hasher)
{
    private readonly string hash = hasher.HashPassword(new User { Name = "" }, Guid.NewGuid().ToString());

    /// <summary>Works as hard as for a real account, in vain.</summary>
    public void Verify(string password) => hasher.VerifyHashedPassword(new User { Name = "" }, hash, password);
}
