using Leadline.Callers;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Reads one lead: <c>GET /api/v1/leads/{id}</c>.</summary>
public static class GetLead
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the lead also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/{id:long}", HandleAsync)
        .WithName(nameof(GetLead))
        .WithQueryParameters([Trashed])
        .Answers<Record<LeadResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reads one lead.</summary>
    /// <remarks>A deleted one answers 404 unless <c>trashed=1</c>.</remarks>
    /// <param name="id">The lead's number; another tenant's answers 404.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadRecords leads, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        if (await leads.FindAsync(caller.Tenant, id, ct) is not { } found || (found.Lead.DeletedAt is not null && !withDeleted))
        {
            return Answer.NotFound("lead");
        }

        return parameters.IsValid ? Answer.Record(found.Lead, found.ETag) : Errors.Invalid(parameters.Errors);
    }
}
