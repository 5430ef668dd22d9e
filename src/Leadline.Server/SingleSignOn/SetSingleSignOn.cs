using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.SingleSignOn;

/// <summary>Sets by which provider members sign in: <c>PUT /api/v1/single-sign-on</c>.</summary>
public static class SetSingleSignOn
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPut(GetSingleSignOn.Address, HandleAsync)
        .WithName(nameof(SetSingleSignOn))
        .WithBody(ProviderFields.All, isPartial: true)
        .Answers<Record<SingleSignOnResource>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Sets by which OpenID Connect provider members sign in to the tenant.</summary>
    /// <remarks>
    /// For owners only. Of a provider that is there, only the fields that are sent change; with another issuer, all sessions, links and tokens that came
    /// about by the former end. <c>is_required</c> locks out of the tenant whoever signs in otherwise, with all tokens of theirs; whoever sets
    /// it has signed in by the provider once (409).
    /// </remarks>
    public static async Task<IResult> HandleAsync(Change change, IdentityProviders providers, HttpContext http, BearerTokens tokens)
    {
        var answer = await change.RunAsync("single_sign_on.set", async write =>
        {
            if (!await UserRoles.MayGrantAccessAsync(write.Db, change.Caller))
            {
                return SingleSignOnRefusals.OwnersOnly();
            }

            var (db, tenant) = (write.Platform, write.Tenant.Value);
            var known = await IdentityProviders.FindAsync(db, tenant);
            if (!change.IsAllowedOn(known?.Version ?? 0))
            {
                return known is null ? SingleSignOnRefusals.None() : change.Outdated(SingleSignOnResource.Of(known, http), RecordTag.Of(known.Version));
            }

            var draft = ProviderFields.Read(change.Body, known, providers);
            if (!change.Body.IsValid)
            {
                return Reply.Invalid(change.Body);
            }

            if (await IdentityProviders.LocksOutAsync(db, tenant, draft, known, change.Caller.UserId))
            {
                return Reply.Conflict(SingleSignOnRefusals.LockOut);
            }

            var provider = await providers.SetAsync(db, tenant, known, draft, http, change.Caller.Author);
            await db.SaveChangesAsync();
            return Reply.Ok(SingleSignOnResource.Of(provider, http), RecordTag.Of(provider.Version));
        });
        tokens.ForgetEveryone();
        return answer;
    }
}
