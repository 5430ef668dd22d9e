using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.SingleSignOn;

/// <summary>Reads by which provider members sign in: <c>GET /api/v1/single-sign-on</c>.</summary>
public static class GetSingleSignOn
{
    internal const string Address = "/single-sign-on";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet(Address, HandleAsync)
        .WithName(nameof(GetSingleSignOn))
        .WithQueryParameters([])
        .Answers<Record<SingleSignOnResource>>()
        .RequireScope(Scopes.SettingsRead);

    /// <summary>Reads by which provider members sign in to the tenant.</summary>
    /// <remarks>For owners only. 404 where there is none.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, HttpContext http, CancellationToken ct)
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
        return await IdentityProviders.FindAsync(platform, caller.Tenant.Value, ct) is { } provider
            ? Answer.Record(SingleSignOnResource.Of(provider, http), RecordTag.Of(provider.Version))
            : SingleSignOnRefusals.AnswerNone();
    }
}
