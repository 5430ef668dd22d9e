using Leadline.Callers;
using Leadline.Journal;
using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>Changes the caller's own user: <c>PUT</c> or <c>PATCH /api/v1/account/me</c>.</summary>
public static class UpdateAccount
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut(GetAccount.Address, HandleAsync).WithName(nameof(UpdateAccount)).Describe();
        api.MapPatch(GetAccount.Address, HandleAsync).WithName("PatchAccount").Describe();
    }

    /// <summary>Changes the caller's own user.</summary>
    /// <remarks>
    /// Any token that a person got for themselves will do; a personal token, or one that an app got for them, needs users:write, and changes neither
    /// e-mail nor password (403), as little as one that came about by a tenant's provider. Only the fields that are sent change; null clears. E-mail and password count in all tenants of the
    /// person, and take the <c>current_password</c>; a new one ends the person's other sessions, and a mail to a new address asks to confirm it. Roles are given by others.
    /// </remarks>
    public static async Task<IResult> HandleAsync(Change change, HttpContext http, Accounts accounts, PublicAddress here, Outbox outbox, BearerTokens tokens, OwnPassword own)
    {
        var me = change.Caller.UserId;
        var sent = me is null ? new Credentials(null, null) : Credentials.Read(change.Body, accounts);
        var proof = me is { } person && change.Caller.Token.IsWhole ? await own.ProveAsync(http, change.Body, accounts, person) : null;
        var answer = await change.RunAsync("account.update", async write =>
        {
            if (me is null)
            {
                return Reply.Refuse(ErrorKind.Forbidden, GetAccount.NobodyMessage);
            }

            if (change.Caller.Token.IsDelegated && !change.Caller.May(Scopes.UsersWrite))
            {
                return Reply.Refuse(ErrorKind.Forbidden, GetAccount.NotHandedOut);
            }

            if (await write.Db.Memberships.FirstOrDefaultAsync(known => known.UserId == me && known.DeletedAt == null) is not { } member)
            {
                return Reply.NotFound("user");
            }

            var before = await UserRecords.ShowAsync(write, member);
            if (!change.IsAllowedOn(member.Version))
            {
                return change.Outdated(before.User, before.ETag);
            }

            UserFields.Change(change.Body, member, UserFields.OfOneself);
            var newEmail = sent.Email == before.User.Email ? null : sent.Email;
            if ((newEmail is not null || sent.PasswordHash is not null) && !change.Caller.Token.IsWhole)
            {
                return UserRefusals.NotTheirs();
            }

            if (newEmail is not null || sent.PasswordHash is not null)
            {
                await ChangeCredentialsAsync(write, change.Body, accounts, member, newEmail, sent.PasswordHash, proof);
            }

            if (!change.Body.IsValid)
            {
                return Reply.Invalid(change.Body);
            }

            await write.Db.SaveChangesAsync();
            if (newEmail is not null && here.Of(http) is { } begin)
            {
                await outbox.AddAsync(write, new LetterOrder(LinkKind.Email.Name, begin, newEmail, me));
            }

            var shown = await UserRecords.ShowAsync(write, member);
            return Reply.Ok(shown.User, shown.ETag);
        });
        tokens.ForgetPerson(me ?? 0);
        return answer;
    }

    private static async Task ChangeCredentialsAsync(
        TenantWrite write, Body body, Accounts accounts, Membership member, string? email, string? passwordHash, string? proof)
    {
        if (proof is null || !await Accounts.HasHashAsync(write, member.UserId, proof))
        {
            Credentials.RejectCurrent(body);
        }
        else if (body.IsValid && !await accounts.ChangeAsync(write, member.UserId, email, passwordHash, byHolder: true))
        {
            Credentials.RejectEmail(body);
        }

        member.CredentialsChangedAt = write.Now;
    }

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithTags("Account")
        .WithQueryParameters([])
        .WithBody(UserFields.OfOneself, isPartial: true)
        .Answers<Record<UserResource>>()
        .RequireTenant();
}
