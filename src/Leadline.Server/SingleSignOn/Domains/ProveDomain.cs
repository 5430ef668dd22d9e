using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.SingleSignOn.Domains;

/// <summary>Looks the proof of a domain up: <c>POST /api/v1/single-sign-on/domains/{id}/proof</c>.</summary>
public static class ProveDomain
{
    internal const string Missing = "The TXT record is not there. It may take its time until name servers know it; try again later.";
    internal const string Unanswered = "The name servers did not answer. Try again in a minute.";
    internal const string Taken = "This domain is proven for another tenant, which has to remove it first.";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost($"{ListDomains.Address}/{{id:long}}/proof", HandleAsync)
        .WithName(nameof(ProveDomain))
        .Answers<Record<DomainResource>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Looks now whether the TXT record of a domain is there.</summary>
    /// <remarks>For owners only. 409 where it is not, or the domain is proven for another tenant. Once proven, a domain stays so until it is removed.</remarks>
    /// <param name="id">The domain's number.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, TenantDomains domains, LeadlineDatabase database, HttpContext http)
    {
        bool? hasRecord = false;
        await using (var db = database.For(change.Caller.View))
        await using (var platform = database.Platform())
        {
            if (await UserRoles.MayGrantAccessAsync(db, change.Caller) && await TenantDomains.FindAsync(platform, change.Caller.Tenant.Value, id) is { } asked)
            {
                hasRecord = await domains.HasRecordAsync(asked, http.RequestAborted);
            }
        }

        return await change.RunAsync("domain.prove", async write =>
        {
            if (!await UserRoles.MayGrantAccessAsync(write.Db, change.Caller))
            {
                return SingleSignOnRefusals.OwnersOnly();
            }

            if (await TenantDomains.FindAsync(write.Platform, write.Tenant.Value, id) is not { } domain)
            {
                return Reply.NotFound("domain");
            }

            if (hasRecord != true)
            {
                return Reply.Conflict(hasRecord is null ? Unanswered : Missing);
            }

            if (!await domains.ProveAsync(write.Platform, domain, http, change.Caller.Author))
            {
                return Reply.Conflict(Taken);
            }

            await write.Platform.SaveChangesAsync();
            return Reply.Ok(DomainResource.Of(domain));
        });
    }
}
