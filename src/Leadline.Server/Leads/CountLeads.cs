using Leadline.Callers;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Counts leads of each kind: <c>GET /api/v1/leads/counts</c>.</summary>
public static class CountLeads
{
    private static readonly QueryParameter By = new("by", "string", "What the leads are told apart by; absent, their statuses.") { Options = [.. LeadGrouping.All.Select(by => by.Name)] };

    private static readonly IReadOnlyList<QueryParameter> Parameters = [By, .. LeadCriteria.Parameters];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/counts", HandleAsync)
        .WithName(nameof(CountLeads))
        .WithQueryParameters(Parameters)
        .Answers<Record<IReadOnlyList<LeadCount>>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Counts leads of each kind.</summary>
    /// <remarks>Those that pass the filters of the list, from one moment; kinds without any are left out, and the largest comes first.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadLists leads, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var criteria = LeadCriteria.Read(parameters, caller.UserId);
        var name = parameters.Option(By);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var by = LeadGrouping.All.FirstOrDefault(by => by.Name == name) ?? LeadGrouping.Status;
        var counted = await leads.CountAsync(caller.View, criteria, by, ct);
        return Answer.Unversioned<IReadOnlyList<LeadCount>>(
        [
            .. counted.Kinds
                .Select(kind => new LeadCount(kind.Key == IdSet.None ? null : kind.Key, by.NameOf(kind.Key, counted.Directory), kind.Value))
                .OrderByDescending(count => count.Leads).ThenBy(count => count.Id),
        ]);
    }
}

/// <summary>How many leads there are of one kind.</summary>
/// <param name="Id">The number of the status, source or member; null for leads without.</param>
/// <param name="Name">Its name; null for leads without.</param>
/// <param name="Leads">How many.</param>
public sealed record LeadCount(long? Id, string? Name, long Leads);
