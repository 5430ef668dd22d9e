using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Users;
using Leadline.Users.SecondFactors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>Takes the authenticator app from an account: <c>/account/second-factor/remove</c>. It asks for the password and ends all other sessions.</summary>
public static class RemoveSecondFactor
{
    internal const string Address = "/account/second-factor/remove";

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/second-factor/remove", (SignedIn person) => Page(person, []));
        pages.MapPost("/second-factor/remove", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromForm] string? password, SignedIn person, PlatformDb db, SealedUserStore store, UserManager<User> users, OwnPassword own, AuditLog audit, SignInManager<User> people, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        if (await own.CheckAsync(http, user, password) is { Count: > 0 } wrong)
        {
            return Page(person, wrong);
        }

        audit.Add(db, AuditEntry.Of(AuditKinds.SecondFactorChanged, http) with { UserId = user.Id, Details = new() { ["what"] = "app removed" } });
        await store.RemoveSecondFactorAsync(user, ct);
        await users.SetTwoFactorEnabledAsync(user, false).SavedAsync();
        await people.RefreshSignInAsync(user);
        return Results.LocalRedirect($"{ShowSecurity.Address}?done={ShowSecurity.SecondFactorRemoved}");
    }

    private static RazorComponentResult<PasswordPage> Page(SignedIn person, IReadOnlyList<Problem> problems) => PasswordPage.Answer(
        person, T["Remove the second factor"], T["Your password alone will open the account, and your other sessions end. Tenants that ask for a second factor lock you out until you set one up again."],
        Address, T["Remove it"], isDangerous: true, problems);
}
