using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Adds a person to the tenant: <c>POST /api/v1/users</c>.</summary>
public static class CreateUser
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/users", HandleAsync)
        .WithName(nameof(CreateUser))
        .WithQueryParameters([])
        .WithBody(UserFields.OfNew)
        .Answers<Record<UserResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Adds a person to the tenant.</summary>
    /// <remarks>
    /// Without a password the person is invited: a mail brings them a link, good for seven days, by which they set their own and join; until then
    /// they are not active, and <c>invited_at</c> tells when they were invited. So is whoever has an account already, and no password may be sent
    /// for them: their own stays where they have proven that the address is theirs; else it ends as they join, with all sessions, tokens and second
    /// factors. A person who left the tenant comes back with the fields sent. Nobody gives a role that allows more than they may do themselves (403).
    /// </remarks>
    public static async Task<IResult> HandleAsync(Change change, HttpContext http, Accounts accounts, PublicAddress here, Outbox outbox, BearerTokens tokens)
    {
        var sent = Credentials.Read(change.Body, accounts);
        var joined = 0L;
        var answer = await change.RunAsync("user.create", async write =>
        {
            var profile = new Membership { Name = "" };
            UserFields.Fill(change.Body, profile);
            change.Body.Require(UserFields.OfNew);
            var roles = await UserRoles.ReadAsync(change.Body, write.Db) ?? [];
            if (!change.Body.IsValid || sent.Email is null)
            {
                return Reply.Invalid(change.Body);
            }

            if (await UserRoles.BeyondAsync(write.Db, change.Caller, roles) is { Count: > 0 } beyond)
            {
                return UserRefusals.Beyond(beyond);
            }

            var known = await accounts.FindAsync(write, sent.Email);
            var former = known is null ? null : await write.Db.Memberships.FirstOrDefaultAsync(member => member.UserId == known.Id);
            if (former is { DeletedAt: null })
            {
                return Reply.Conflict(
                    $"The user {former.UserId} has this e-mail address.", new JsonObject { ["field"] = "email", ["user_id"] = former.UserId });
            }

            var isInvited = former is { InvitedAt: not null } || (former is null && (known is not null || sent.PasswordHash is null));
            var begin = here.Of(http);
            if (isInvited)
            {
                Invite(change.Body, profile, write.Now, begin);
            }

            var user = known ?? await AddAccountAsync(change.Body, accounts, write, sent, sent.Email, profile.Name);
            if (known is not null && sent.PasswordHash is not null)
            {
                Credentials.RejectPassword(change.Body);
            }

            if (user is null || !change.Body.IsValid)
            {
                return Reply.Invalid(change.Body);
            }

            joined = user.Id;
            var member = former is null ? Join(write.Db, user.Id, profile) : Return(write.Db, former, profile);
            await UserRoles.SetAsync(write.Db, user.Id, roles);
            await write.Db.SaveChangesAsync();
            if (isInvited)
            {
                await outbox.AddAsync(write, new LetterOrder(AccountLetters.Invitation, begin ?? "", UserId: user.Id, TenantId: write.Tenant.Value));
            }

            var shown = await UserRecords.ShowAsync(write, member);
            return Reply.Created(shown.User, $"/api/v1/users/{user.Id}", shown.ETag);
        });
        tokens.ForgetPerson(joined);
        return answer;
    }

    private static void Invite(Body body, Membership profile, DateTime now, string? begin)
    {
        if (!profile.IsActive)
        {
            UserFields.RejectActive(body);
        }

        if (begin is null)
        {
            Credentials.RejectInvitation(body);
        }

        (profile.IsActive, profile.InvitedAt) = (false, now);
    }

    private static async Task<User?> AddAccountAsync(Body body, Accounts accounts, TenantWrite write, Credentials sent, string email, string name)
    {
        var added = await accounts.CreateAsync(write, email, name, sent.PasswordHash);
        if (added is null)
        {
            Credentials.RejectEmail(body);
        }

        return added;
    }

    private static Membership Join(TenantDb db, long user, Membership profile)
    {
        profile.UserId = user;
        return db.Insert(profile);
    }

    // The row is the one that was left, since a person is a member once; what was known of them is not kept.
    private static Membership Return(TenantDb db, Membership former, Membership profile)
    {
        (profile.TenantId, profile.UserId, profile.Version) = (former.TenantId, former.UserId, former.Version);
        (profile.CreatedAt, profile.UpdatedAt) = (former.CreatedAt, former.UpdatedAt);
        db.Entry(former).CurrentValues.SetValues(profile);
        return former;
    }
}
