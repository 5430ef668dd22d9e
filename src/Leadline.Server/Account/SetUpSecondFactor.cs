using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Settings;
using Leadline.Users;
using Leadline.Users.SecondFactors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>Adds an authenticator app to an account: <c>/account/second-factor/set-up</c>. Nothing is kept until a code of the app has proven it.</summary>
public static class SetUpSecondFactor
{
    internal const string Address = "/account/second-factor/set-up";

    /// <summary>How many recovery codes there are.</summary>
    internal const int RecoveryCodes = 10;

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/second-factor/set-up", ([FromQuery(Name = "return_url")] string? returnUrl, SignedIn person, SecondFactorRule rule, CancellationToken ct) =>
            PageAsync(person, Totp.NewKey(), returnUrl, rule, [], ct));
        pages.MapPost("/second-factor/set-up", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromForm] string? key, [FromForm] string? code, [FromForm] string? password, [FromForm(Name = "return_url")] string? returnUrl,
        SignedIn person, PlatformDb db, SealedUserStore store, UserManager<User> users, OwnPassword own, AuditLog audit, SignInManager<User> people, TotpProvider codes, SecondFactorRule rule, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        if (user.TwoFactorEnabled)
        {
            return Results.LocalRedirect(ShowSecurity.Address);
        }

        if (key is null || !Totp.IsKey(key))
        {
            return await PageAsync(person, Totp.NewKey(), returnUrl, rule, [new Problem("", T["Something went wrong. Scan the new code below."])], ct);
        }

        if (await own.CheckAsync(http, user, password) is { Count: > 0 } wrong)
        {
            return await PageAsync(person, key, returnUrl, rule, wrong, ct);
        }

        if (!await codes.UseAsync(user, key, code ?? ""))
        {
            return await PageAsync(person, key, returnUrl, rule, [new Problem("code", T["The code is wrong. Make sure that the clock of your phone is right, and wait for the next code."])], ct);
        }

        audit.Add(db, AuditEntry.Of(AuditKinds.SecondFactorChanged, http) with { UserId = user.Id, Details = new() { ["what"] = "app added" } });
        await store.SetAuthenticatorKeyAsync(user, key, ct);
        await users.SetTwoFactorEnabledAsync(user, true).SavedAsync();
        var recovery = await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? [];
        await people.RefreshSignInAsync(user);
        return RecoveryCodesPage.Answer(person, T["The second factor is set up."], recovery, LocalAddress.OrHome(returnUrl));
    }

    private static async Task<IResult> PageAsync(
        SignedIn person, string key, string? returnUrl, SecondFactorRule rule, IReadOnlyList<Problem> problems, CancellationToken ct)
    {
        var address = $"otpauth://totp/Leadline:{Uri.EscapeDataString(person.Email)}?secret={key}&issuer=Leadline";
        return new RazorComponentResult<SetUpSecondFactorPage>(new
        {
            Person = person.Email,
            Key = key,
            Address = address,
            Code = QrCode.Of(address),
            ReturnUrl = LocalAddress.OrHome(returnUrl),
            Waiting = await rule.WaitingAsync(person.Id, provider: null, ct),
            Problems = problems,
        })
        { StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }
}
