using Leadline.Callers;
using Leadline.Journal;
using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Changes a user: <c>PUT</c> or <c>PATCH /api/v1/users/{id}</c>.</summary>
public static class UpdateUser
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/users/{id:long}", HandleAsync).WithName(nameof(UpdateUser)).Describe();
        api.MapPatch("/users/{id:long}", HandleAsync).WithName("PatchUser").Describe();
    }

    /// <summary>Changes a user.</summary>
    /// <remarks>
    /// Only the fields that are sent change; null clears. E-mail and password are changed by the person themselves, or by an owner for a person who
    /// is known to no other tenant (403); a mail to a new address asks to confirm it. Nobody gives a role that allows more than they may do
    /// themselves (403). One active owner stays (409).
    /// </remarks>
    /// <param name="id">The user's number; whoever is no member of the tenant answers 404.</param>
    public static async Task<IResult> HandleAsync(
        long id, Change change, HttpContext http, Accounts accounts, PublicAddress here, Outbox outbox, BearerTokens tokens)
    {
        var sent = Credentials.Read(change.Body, accounts);
        var answer = await change.RunAsync("user.update", async write =>
        {
            if (await write.Db.Memberships.FirstOrDefaultAsync(known => known.UserId == id && known.DeletedAt == null) is not { } member)
            {
                return Reply.NotFound("user");
            }

            var before = await UserRecords.ShowAsync(write, member);
            if (!change.IsAllowedOn(member.Version))
            {
                return change.Outdated(before.User, before.ETag);
            }

            var (wasActive, hadOwner) = (member.IsActive, await UserRoles.HasOwnerAsync(write.Db));
            var had = await UserRoles.OfAsync(write.Db, id);
            UserFields.Change(change.Body, member, UserFields.OfChange);
            var roles = await UserRoles.ReadAsync(change.Body, write.Db) ?? had;
            if (member is { IsActive: true, InvitedAt: not null })
            {
                UserFields.RejectActive(change.Body);
            }

            if (!change.Body.IsValid)
            {
                return Reply.Invalid(change.Body);
            }

            var given = member.IsActive && !wasActive ? roles : roles.Except(had);
            if (await UserRoles.BeyondAsync(write.Db, change.Caller, given) is { Count: > 0 } beyond)
            {
                return UserRefusals.Beyond(beyond);
            }

            var newEmail = sent.Email == before.User.Email ? null : sent.Email;
            if (newEmail is not null || sent.PasswordHash is not null)
            {
                if (!await MayChangeAccountAsync(write, change.Caller, id))
                {
                    return UserRefusals.NotTheirs();
                }

                if (!await accounts.ChangeAsync(write, id, newEmail, sent.PasswordHash, byHolder: change.Caller.UserId == id))
                {
                    Credentials.RejectEmail(change.Body);
                    return Reply.Invalid(change.Body);
                }

                member.CredentialsChangedAt = write.Now;
                if (newEmail is not null && here.Of(http) is { } begin)
                {
                    await outbox.AddAsync(write, new LetterOrder(AccountLetters.Email, begin, newEmail, id));
                }
            }

            if (await UserRoles.SetAsync(write.Db, id, roles))
            {
                write.Db.Entry(member).State = EntityState.Modified;
            }

            await write.Db.SaveChangesAsync();
            if (hadOwner && !await UserRoles.HasOwnerAsync(write.Db))
            {
                return UserRefusals.LastOwner();
            }

            var shown = await UserRecords.ShowAsync(write, member);
            return Reply.Ok(shown.User, shown.ETag);
        });
        tokens.ForgetPerson(id);
        return answer;
    }

    // A membership that has ended counts: it may be restored, and whoever took the account over would then be in that tenant.
    // What was handed to another program, or came about on a provider's word, opens no account.
    private static async Task<bool> MayChangeAccountAsync(TenantWrite write, Caller caller, long user) =>
        caller.Token.IsWhole
        && (caller.UserId == user || (await UserRoles.IsOwnerAsync(write.Db, caller)
            && !await write.Platform.Memberships.AnyAsync(member => member.UserId == user && member.TenantId != write.Tenant.Value)));

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithQueryParameters([])
        .WithBody(UserFields.OfChange, isPartial: true)
        .Answers<Record<UserResource>>()
        .RequireScope(Scopes.UsersWrite);
}
