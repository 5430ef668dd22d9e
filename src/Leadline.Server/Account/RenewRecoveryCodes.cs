using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>Makes new recovery codes and voids the old ones: <c>/account/second-factor/recovery-codes</c>.</summary>
public static class RenewRecoveryCodes
{
    internal const string Address = "/account/second-factor/recovery-codes";

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/second-factor/recovery-codes", (SignedIn person) => Page(person, []));
        pages.MapPost("/second-factor/recovery-codes", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromForm] string? password, SignedIn person, PlatformDb db, UserManager<User> users, OwnPassword own, AuditLog audit, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        if (!user.TwoFactorEnabled)
        {
            return Results.LocalRedirect(SetUpSecondFactor.Address);
        }

        if (await own.CheckAsync(http, user, password) is { Count: > 0 } wrong)
        {
            return Page(person, wrong);
        }

        audit.Add(db, AuditEntry.Of(AuditKinds.SecondFactorChanged, http) with { UserId = user.Id, Details = new() { ["what"] = "recovery codes renewed" } });
        return RecoveryCodesPage.Answer(
            person, T["The old codes are void."], await users.GenerateNewTwoFactorRecoveryCodesAsync(user, SetUpSecondFactor.RecoveryCodes) ?? [], ShowSecurity.Address);
    }

    private static RazorComponentResult<PasswordPage> Page(SignedIn person, IReadOnlyList<Problem> problems) => PasswordPage.Answer(
        person, T["New recovery codes"], T["The codes you have now stop working."], Address, T["Make new codes"], isDangerous: false, problems);
}
