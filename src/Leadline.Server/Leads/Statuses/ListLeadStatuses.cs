using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.Statuses;

/// <summary>Lists statuses: <c>GET /api/v1/leads/statuses</c>.</summary>
public static class ListLeadStatuses
{
    private static readonly string[] Sorts = ["sort_order", "name", "created_at", "updated_at"];
    private static readonly QueryParameter IsDefault = new("is_default", "boolean", "Only the default status, or only the others.");
    private static readonly QueryParameter IsTerminal = new("is_terminal", "boolean", "Only terminal statuses, or only the others.");
    private static readonly QueryParameter IsSystem = new("is_system", "boolean", "Only system statuses, or only the others.");
    private static readonly IReadOnlyList<QueryParameter> Parameters = ListQuery.Parameters(Sorts, IsDefault, IsTerminal, IsSystem);

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/statuses", HandleAsync)
        .WithName(nameof(ListLeadStatuses))
        .WithQueryParameters(Parameters)
        .Answers<Page<LeadStatusResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists lead statuses.</summary>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        var (isDefault, isTerminal, isSystem) = (parameters.Boolean(IsDefault), parameters.Boolean(IsTerminal), parameters.Boolean(IsSystem));
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        var statuses = await db.LeadStatuses.AsNoTracking()
            .Where(status => (status.DeletedAt != null) == query.IsTrashed)
            .Where(status => isDefault == null || status.IsDefault == isDefault)
            .Where(status => isTerminal == null || status.IsTerminal == isTerminal)
            .Where(status => isSystem == null || status.IsSystem == isSystem)
            .ToListAsync(ct);
        return query.Answer(parameters, statuses, status => status.Name, status => query.SortBy switch
        {
            "name" => Folding.Fold(status.Name),
            "created_at" => status.CreatedAt,
            "updated_at" => status.UpdatedAt,
            _ => status.SortOrder,
        }, status => status.Id, LeadStatusResource.Of);
    }
}
