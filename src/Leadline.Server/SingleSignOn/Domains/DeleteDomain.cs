using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.SingleSignOn.Domains;

/// <summary>Removes a domain: <c>DELETE /api/v1/single-sign-on/domains/{id}</c>.</summary>
public static class DeleteDomain
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete($"{ListDomains.Address}/{{id:long}}", HandleAsync)
        .WithName(nameof(DeleteDomain))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Removes a domain.</summary>
    /// <remarks>For owners only. The provider is believed about its addresses no longer; whoever signed in by the provider before still can.</remarks>
    /// <param name="id">The domain's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, TenantDomains domains, HttpContext http) => change.RunAsync("domain.remove", async write =>
    {
        if (!await UserRoles.MayGrantAccessAsync(write.Db, change.Caller))
        {
            return SingleSignOnRefusals.OwnersOnly();
        }

        if (await TenantDomains.FindAsync(write.Platform, write.Tenant.Value, id) is not { } domain)
        {
            return Reply.NotFound("domain");
        }

        domains.Remove(write.Platform, domain, http, change.Caller.Author);
        await write.Platform.SaveChangesAsync();
        return Reply.Deleted("domain");
    });
}
