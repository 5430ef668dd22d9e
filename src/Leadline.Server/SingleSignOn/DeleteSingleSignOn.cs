using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.SingleSignOn;

/// <summary>Removes the provider of the tenant: <c>DELETE /api/v1/single-sign-on</c>.</summary>
public static class DeleteSingleSignOn
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete(GetSingleSignOn.Address, HandleAsync)
        .WithName(nameof(DeleteSingleSignOn))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Removes the provider of the tenant.</summary>
    /// <remarks>For owners only, and for good: all sessions, links and tokens that came about by it end. Members sign in by password or passkey again.</remarks>
    public static async Task<IResult> HandleAsync(Change change, IdentityProviders providers, HttpContext http, BearerTokens tokens)
    {
        var answer = await change.RunAsync("single_sign_on.delete", async write =>
        {
            if (!await UserRoles.MayGrantAccessAsync(write.Db, change.Caller))
            {
                return SingleSignOnRefusals.OwnersOnly();
            }

            change.Body.RefuseOthersThan([]);
            if (!change.Body.IsValid)
            {
                return Reply.Invalid(change.Body);
            }

            if (await IdentityProviders.FindAsync(write.Platform, write.Tenant.Value) is not { } provider)
            {
                return SingleSignOnRefusals.None();
            }

            if (!change.IsAllowedOn(provider.Version))
            {
                return change.Outdated(SingleSignOnResource.Of(provider, http), RecordTag.Of(provider.Version));
            }

            await providers.RemoveAsync(write.Platform, provider, http, change.Caller.Author);
            await write.Platform.SaveChangesAsync();
            return Reply.Deleted("provider");
        });
        tokens.ForgetEveryone();
        return answer;
    }
}
