using Leadline.Platform.Database;
using Leadline.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>What a person sees of their own account: <c>/account</c>.</summary>
public static class ShowAccount
{
    internal const string Address = "/account";
    internal const string NameChanged = "name";
    internal const string MailSent = "mail";
    internal const string EmailConfirmed = "email";
    internal const string Joined = "joined";
    internal const string Declined = "declined";

    /// <summary>Maps the page.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("", HandleAsync).RequireAuthorization();

    private static async Task<RazorComponentResult<AccountPage>> HandleAsync([FromQuery] string? done, SignedIn person, PlatformDb db, LeadlineDatabase database, SecondFactorRule rule, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        return new RazorComponentResult<AccountPage>(new
        {
            Email = user.Email ?? "",
            user.Name,
            IsConfirmed = user.EmailConfirmed,
            Tenants = await MyTenant.OfAsync(database, person, ct),
            Waiting = await rule.WaitingAsync(person.Id, person.Provider, ct),
            Notice = NoticeOf(done),
        });
    }

    private static string? NoticeOf(string? done) => done switch
    {
        NameChanged => T["Your name is changed."],
        MailSent => T["A mail with a link is on its way. The link works once, for a day."],
        EmailConfirmed => T["Your e-mail address is confirmed."],
        Joined => T["You have joined."],
        Declined => T["You have declined the invitation."],
        _ => null,
    };
}
