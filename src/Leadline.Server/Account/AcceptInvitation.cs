using System.Globalization;
using Leadline.Callers;
using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Sessions;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>
/// Joins a tenant by a mailed link: <c>/account/invitation</c>. A person whose account is in use signs in and then says yes or no. One
/// who has none yet, or whose account somebody made for them, sets name and password, which voids every way in that was there before.
/// </summary>
public static class AcceptInvitation
{
    /// <summary>Maps the page and its forms.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/invitation", async (HttpContext http, [FromQuery] string? link, AccountLinks links, PlatformDb db, NewPassword passwords, CancellationToken ct) =>
            await Invitation.FindAsync(links, db, link, ct) is not { } invitation ? DeadLinkPage.Answer()
            : invitation.IsNew ? NewPage(invitation, invitation.User.Name, passwords, [])
            : await RefuseAsync(http, invitation) ?? JoinPage(invitation));
        pages.MapPost("/invitation", JoinAsync);
        pages.MapPost("/invitation/new", JoinAnewAsync);
    }

    private static async Task<IResult> JoinAsync(
        HttpContext http, [FromForm] string? link, [FromForm] string? answer, AccountLinks links, PlatformDb db, TenantWrites writes, BearerTokens tokens, CancellationToken ct)
    {
        if (await Invitation.FindAsync(links, db, link, ct) is not { IsNew: false } invitation)
        {
            return DeadLinkPage.Answer();
        }

        if (await RefuseAsync(http, invitation) is { } refused)
        {
            return refused;
        }

        var isYes = answer != "no";
        var isDone = await invitation.RunAsync(writes, isYes ? "user.join" : "user.decline", (write, member) =>
        {
            member.DeletedAt = isYes ? null : write.Now;
            return Task.CompletedTask;
        }, isYes, ct);
        tokens.ForgetPerson(invitation.User.Id);
        return isDone ? Results.LocalRedirect($"{ShowAccount.Address}?done={(isYes ? ShowAccount.Joined : ShowAccount.Declined)}") : DeadLinkPage.Answer();
    }

    private static async Task<IResult> JoinAnewAsync(
        HttpContext http, [FromForm] string? link, [FromForm] string? name, [FromForm] string? password, [FromForm(Name = "password_confirmation")] string? repeated,
        AccountLinks links, PlatformDb db, NewPassword passwords, Accounts accounts, TenantWrites writes, BearerTokens tokens, SignInManager<User> people, CancellationToken ct)
    {
        if (await Invitation.FindAsync(links, db, link, ct) is not { IsNew: true } invitation)
        {
            return DeadLinkPage.Answer();
        }

        IReadOnlyList<Problem> problems = [.. ChangeName.Check(ref name), .. passwords.Check(ref password, repeated)];
        if (problems.Count > 0)
        {
            return NewPage(invitation, name, passwords, problems);
        }

        var (hash, called) = (passwords.Hash(password), name);
        var isDone = await invitation.RunAsync(writes, "user.join", async (write, member) =>
        {
            using var users = accounts.In(write);
            var user = await write.Platform.Users.SingleAsync(user => user.Id == member.UserId);
            (user.Name, member.Name) = (called, called);
            await passwords.SetAsync(http, write.Platform, users, user, hash, CancellationToken.None);
        }, isYes: true, ct);
        tokens.ForgetPerson(invitation.User.Id);
        if (!isDone)
        {
            return DeadLinkPage.Answer();
        }

        await people.SignOutAsync();
        return Results.LocalRedirect($"{SignIn.Address}?done={SignIn.Joined}");
    }

    // An account in use joins in a session of its own alone.
    private static async Task<IResult?> RefuseAsync(HttpContext http, Invitation invitation)
    {
        if (http.User.Identity?.IsAuthenticated != true)
        {
            return Results.LocalRedirect(SignIn.With(SignIn.Address, $"{LinkKind.Invitation.Path}?link={invitation.Key}"));
        }

        var person = await SignedIn.BindAsync(http);
        return person.Id == invitation.User.Id && http.User.VouchedIn() is null ? null : ForeignLinkPage.Answer(person);
    }

    private static RazorComponentResult<InvitationPage> JoinPage(Invitation invitation) =>
        new(new { Person = invitation.User.Email ?? "", Tenant = invitation.TenantName, Link = invitation.Key });

    private static RazorComponentResult<NewMemberPage> NewPage(Invitation invitation, string name, NewPassword passwords, IReadOnlyList<Problem> problems) =>
        new(new { Email = invitation.User.Email ?? "", Name = name, Tenant = invitation.TenantName, Link = invitation.Key, passwords.Hint, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}

/// <summary>An invitation that may be followed.</summary>
/// <param name="Link">The link.</param>
/// <param name="Key">Its key.</param>
/// <param name="User">Who is invited.</param>
/// <param name="TenantName">Where to.</param>
public sealed record Invitation(AccountLink Link, string Key, User User, string TenantName)
{
    /// <summary>True where nobody has shown yet that the account is theirs.</summary>
    public bool IsNew => !User.EmailConfirmed || User.PasswordHash is null;

    /// <summary>Finds an invitation; null where it was answered or taken back, or its time is over.</summary>
    public static async Task<Invitation?> FindAsync(AccountLinks links, PlatformDb db, string? key, CancellationToken ct) =>
        await links.FindAsync(db, LinkKind.Invitation, key, ct) is { } found
        && await db.Memberships.AnyAsync(member => member.UserId == found.User.Id && member.TenantId == found.Link.InvitingTenantId && member.InvitedAt != null && member.DeletedAt == null, ct)
            ? new Invitation(found.Link, key ?? "", found.User, (await db.Tenants.SingleAsync(tenant => tenant.Id == found.Link.InvitingTenantId, ct)).Name)
            : null;

    /// <summary>Answers the invitation: what is done with it is one change with using the link up.</summary>
    /// <returns>False when it was answered meanwhile.</returns>
    public Task<bool> RunAsync(TenantWrites writes, string action, Func<TenantWrite, Membership, Task> work, bool isYes, CancellationToken ct) => writes.RunAsync(
        new TenantView(new TenantId(Link.InvitingTenantId ?? 0), Visibility.Of([])), new Author(Author.Person, User.Id.ToString(CultureInfo.InvariantCulture), "page"), action,
        async write =>
        {
            if (await write.Db.Memberships.FirstOrDefaultAsync(member => member.UserId == User.Id && member.InvitedAt != null && member.DeletedAt == null) is not { } member
                || !await AccountLinks.UseAsync(write.Platform, Link, CancellationToken.None))
            {
                return false;
            }

            if (isYes)
            {
                (member.IsActive, member.InvitedAt) = (true, null);
            }

            await work(write, member);
            await write.Db.SaveChangesAsync(CancellationToken.None);
            return true;
        },
        ct);
}

/// <summary>The letter with that link.</summary>
public sealed class InvitationLetter(LeadlineDatabase database, AccountLinks links) : ILetterKind
{
    /// <inheritdoc />
    public string Kind => LinkKind.Invitation.Name;

    /// <inheritdoc />
    public async Task<Letter?> WriteAsync(LetterOrder order, CancellationToken ct)
    {
        await using var db = database.Platform();
        if (await db.Memberships.AsNoTracking().FirstOrDefaultAsync(member => member.UserId == order.UserId && member.TenantId == order.TenantId, ct)
                is not { InvitedAt: not null, DeletedAt: null } member
            || await db.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == order.UserId, ct) is not { Email: { } email } user
            || await links.AddAsync(LinkKind.Invitation, user, email, order.TenantId, order.Base, ct) is not { } link)
        {
            return null;
        }

        var tenant = await db.Tenants.SingleAsync(tenant => tenant.Id == order.TenantId, ct);
        return new Letter(
            email, $"{tenant.Name} invites you to Leadline",
            [
                $"Hello {member.Name},", $"{tenant.Name} invites you to work with its leads in Leadline. To join, follow this link within seven days; it works once:",
                "If you do not know who that is, nothing is to be done: nobody is added unasked.",
            ],
            Before: 2, new LetterLink($"Join {tenant.Name}", link));
    }
}
