using Leadline.Callers;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Leadline.Leads;

/// <summary>Lists leads: <c>GET /api/v1/leads</c>.</summary>
public static class ListLeads
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads", HandleAsync)
        .WithName(nameof(ListLeads))
        .WithQueryParameters(LeadQuery.Parameters)
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists leads.</summary>
    /// <remarks>Filtered, sorted and page by page; the total is exact, whatever the filter.</remarks>
    public static async Task<Results<Ok<Page<LeadResource>>, UnprocessableEntity<Error>>> HandleAsync(
        QueryParameters parameters, Caller caller, LeadLists leads, CancellationToken ct)
    {
        if (LeadQuery.Read(parameters) is not { } query)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var found = await leads.FindAsync(caller.Tenant, query, ct);
        return TypedResults.Ok(Pager.For(parameters, query.Page, found.Total).Fill(found.Leads));
    }
}
