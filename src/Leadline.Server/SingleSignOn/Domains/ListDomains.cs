using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.SingleSignOn.Domains;

/// <summary>Lists the domains of the tenant: <c>GET /api/v1/single-sign-on/domains</c>.</summary>
public static class ListDomains
{
    internal const string Address = $"{GetSingleSignOn.Address}/domains";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet(Address, HandleAsync)
        .WithName(nameof(ListDomains))
        .WithQueryParameters([])
        .Answers<DomainList>()
        .RequireScope(Scopes.SettingsRead);

    /// <summary>Lists the domains about whose e-mail addresses the tenant's provider is believed.</summary>
    /// <remarks>For owners only. Domains that are not proven yet are listed as well.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        if (!await UserRoles.ActsAsOwnerAsync(db, caller))
        {
            return SingleSignOnRefusals.AnswerOwnersOnly();
        }

        parameters.RefuseOthersThan([]);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var platform = database.Platform();
        return TypedResults.Ok(new DomainList([.. (await TenantDomains.ListAsync(platform, caller.Tenant.Value, ct)).Select(DomainResource.Of)]));
    }
}
