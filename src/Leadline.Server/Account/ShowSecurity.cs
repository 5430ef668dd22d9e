using Leadline.Platform.Database;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>How a person signs in: <c>/account/security</c>.</summary>
public static class ShowSecurity
{
    internal const string Address = "/account/security";
    internal const string SecondFactorRemoved = "second-factor-removed";
    internal const string PasswordChanged = "password";

    /// <summary>Maps the page.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/security", HandleAsync);

    private static async Task<IResult> HandleAsync([FromQuery] string? done, SignedIn person, PlatformDb db, UserManager<User> users, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        return new RazorComponentResult<SecurityPage>(new
        {
            Person = person.Email,
            HasSecondFactor = user.TwoFactorEnabled,
            RecoveryCodes = await users.CountRecoveryCodesAsync(user),
            Passkeys = (await users.GetPasskeysAsync(user)).Count,
            Notice = NoticeOf(done),
        });
    }

    private static string? NoticeOf(string? done) => done switch
    {
        SecondFactorRemoved => T["The second factor is removed."],
        PasswordChanged => T["Your password is changed, and your other sessions have ended."],
        _ => null,
    };
}
