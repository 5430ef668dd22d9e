using Leadline.Platform.Pages;
using Leadline.Sessions;
using Leadline.Settings;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using static Leadline.Platform.Pages.PageTexts;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Leadline.Account;

/// <summary>The page where people sign in: <c>/account/sign-in</c>.</summary>
public static class SignIn
{
    internal const string Address = SessionsModule.SignIn;
    internal const string PasswordSet = "password";
    internal const string Joined = "joined";

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-in", async (HttpContext http, [FromQuery(Name = "return_url")] string? returnUrl, [FromQuery] string? done, [FromQuery] string? anew, SignInManager<User> people) =>
            http.User.Identity?.IsAuthenticated == true && anew is null
                ? Results.LocalRedirect(LocalAddress.OrHome(returnUrl))
                : await PageAsync(people, new SignInForm(null, LocalAddress.OrHome(returnUrl)) { Notice = NoticeOf(done), IsAnew = anew is not null }));
        pages.MapPost("/sign-in", HandleAsync);
    }

    /// <summary>A page that goes on to an address afterwards.</summary>
    internal static string With(string address, string goOn) => $"{address}?return_url={Uri.EscapeDataString(goOn)}";

    /// <summary>Where to go on: whoever has no second factor is led to one first, where a tenant of theirs asks for it.</summary>
    internal static async Task<string> NextAsync(User user, string goOn, SecondFactorRule rule, CancellationToken ct) =>
        (await rule.WaitingAsync(user.Id, provider: null, ct)).Count > 0 ? With(SetUpSecondFactor.Address, goOn) : goOn;

    /// <summary>The page. With it the browser is asked for a passkey, should the person have one.</summary>
    internal static async Task<IResult> PageAsync(SignInManager<User> people, SignInForm form) =>
        new RazorComponentResult<SignInPage>(new { Form = form, Options = await people.MakePasskeyRequestOptionsAsync(null) });

    // Whatever is typed costs the same: one look-up, the guard, one password that is hashed.
    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromForm] string? email, [FromForm] string? password, [FromForm(Name = "return_url")] string? returnUrl, [FromForm] string? anew,
        SignInManager<User> people, DummyPassword dummy, SignInGuard guard, SecondFactorRule rule, CancellationToken ct)
    {
        var goOn = LocalAddress.OrHome(returnUrl);
        var user = await people.UserManager.FindByEmailAsync(email?.Trim() ?? "");
        var attempt = await guard.BeginAsync(http, SignInGuard.Password, email, user);
        if (attempt.RetryAfter is { } wait)
        {
            return ErrorPage.TooMany(http, wait);
        }

        if (user?.PasswordHash is null)
        {
            dummy.Verify(password ?? "");
        }

        var result = user is null ? SignInResult.Failed : await people.PasswordSignInAsync(user, password ?? "", isPersistent: true, lockoutOnFailure: false);
        if (user is null || !(result.Succeeded || result.RequiresTwoFactor))
        {
            if (user is not null)
            {
                guard.NoteFailure(http, user, "password");
            }

            return await PageAsync(people, new SignInForm(email, goOn) { Problem = T["The e-mail address or the password is wrong."], IsAnew = !string.IsNullOrEmpty(anew) });
        }

        attempt.Succeed();
        if (result.RequiresTwoFactor)
        {
            return Results.LocalRedirect(With(EnterSecondFactor.Address, goOn));
        }

        await guard.WelcomeAsync(http, user, "password");
        return Results.LocalRedirect(await NextAsync(user, goOn, rule, ct));
    }

    private static string? NoticeOf(string? done) => done switch
    {
        PasswordSet => T["Your new password is set. Sign in with it."],
        Joined => T["You have joined. Sign in to begin."],
        _ => null,
    };
}

/// <summary>What the form shows.</summary>
/// <param name="Email">The address that was typed.</param>
/// <param name="ReturnUrl">Where to go on.</param>
public sealed record SignInForm(string? Email, string ReturnUrl)
{
    /// <summary>What was wrong; null for nothing. Whether the address or the password, nobody is told.</summary>
    public string? Problem { get; init; }

    /// <summary>What was done before; null for nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>True for somebody who is to sign in again, which their company's provider is told as well.</summary>
    public bool IsAnew { get; init; }
}

/// <summary>Takes as long to refuse an address that nobody has as a wrong password takes.</summary>
public sealed class DummyPassword(IOptions<PasswordHasherOptions> options)
{
    private readonly PasswordHasher<User> hasher = new(options);
    private readonly string hash = new PasswordHasher<User>(options).HashPassword(new User { Name = "" }, Guid.NewGuid().ToString());

    /// <summary>Works as hard as for a real account, in vain.</summary>
    public void Verify(string password) => hasher.VerifyHashedPassword(new User { Name = "" }, hash, password);
}
