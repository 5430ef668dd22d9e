using Leadline.Callers;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Reads one lead: <c>GET /api/v1/leads/{id}</c>.</summary>
public static class GetLead
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the lead also when it is deleted.");

    private static readonly IReadOnlyList<QueryParameter> Parameters = [Trashed, LeadFieldNames.Parameter];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/{id:long}", HandleAsync)
        .WithName(nameof(GetLead))
        .WithQueryParameters(Parameters)
        .Answers<Record<LeadResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reads one lead.</summary>
    /// <remarks>A deleted one answers 404 unless <c>trashed=1</c>.</remarks>
    /// <param name="id">The lead's number; another tenant's answers 404.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadRecords leads, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        var fields = LeadFieldNames.Read(parameters);
        if (await leads.FindAsync(caller.View, id, fields, ct) is not { } found || (found.Lead.DeletedAt is not null && !withDeleted))
        {
            return Answer.NotFound("lead");
        }

        return !parameters.IsValid ? Errors.Invalid(parameters.Errors)
            : found.Selected is { } selected ? Answer.Record(selected, found.ETag)
            : Answer.Record(found.Lead, found.ETag);
    }
}
