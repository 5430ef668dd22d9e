using Leadline.Callers;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Lists leads by a tree of conditions: <c>POST /api/v1/leads/search</c>.</summary>
public static class SearchLeads
{
    private static readonly BodyField Where = new(
        "where", "object", "{\"and\": [...]}, {\"or\": [...]}, or an object with the filters of the list, all of which must hold; arrays stand for several values. Absent, every lead.");

    private static readonly IReadOnlyList<BodyField> Fields = [Where, .. LeadQuery.Showing.Select(FieldOf)];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/search", HandleAsync)
        .WithName(nameof(SearchLeads))
        .WithQueryParameters(LeadQuery.Showing)
        .WithBody(Fields, isPartial: true)
        .Answers<Page<LeadResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists leads by a tree of conditions.</summary>
    /// <remarks>
    /// The reply is that of the list. How it is sorted and paged may stand in the body or in the address, where it counts more; the
    /// addresses of other pages take the same body.
    /// </remarks>
    public static async Task<IResult> HandleAsync(QueryParameters address, SentBody sent, Caller caller, LeadLists leads, CancellationToken ct)
    {
        if (sent.Refusal is { } refusal)
        {
            return refusal.Kind.Answer(refusal.Message);
        }

        var body = sent.Body;
        body.RefuseOthersThan(Fields);
        address.RefuseOthersThan(LeadQuery.Showing);
        var showing = address.Over(body.Parameters(LeadQuery.Showing));
        var criteria = LeadCriteria.OfAll(showing);
        body.Json(Where, json => criteria = json is { } tree ? criteria.And(new LeadTree(body, Where, caller.UserId).Read(tree)) : criteria);
        var query = LeadQuery.Read(showing, criteria);
        return query is not null && body.IsValid
            ? ListLeads.AnswerOf(await leads.FindAsync(caller.View, query, ct), query, address)
            : Errors.Invalid(body.Errors.Concat(showing.Errors).DistinctBy(error => error.Key).ToDictionary());
    }

    private static BodyField FieldOf(QueryParameter parameter) =>
        new(parameter.Name, parameter.Type, parameter.Description) { Options = parameter.Options, MaxLength = parameter.MaxLength, Minimum = parameter.Minimum };
}
