using Leadline.Callers;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Lists leads: <c>GET /api/v1/leads</c>.</summary>
public static class ListLeads
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads", HandleAsync)
        .WithName(nameof(ListLeads))
        .WithQueryParameters(LeadQuery.Parameters)
        .Answers<Page<LeadResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists leads.</summary>
    /// <remarks>
    /// Filtered, sorted and page by page; the total is exact, whatever the filter. With <c>limit</c> or <c>cursor</c> the list is read on by
    /// cursor instead, stable while leads come and go, and <c>meta</c> holds <c>cursor</c>, <c>has_more</c> and <c>total</c>.
    /// </remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadLists leads, CancellationToken ct) =>
        LeadQuery.Read(parameters, caller.UserId) is { } query
            ? AnswerOf(await leads.FindAsync(caller.View, query, ct), query, parameters)
            : Errors.Invalid(parameters.Errors);

    /// <summary>The answer with one page of leads, in the form that was asked for.</summary>
    internal static IResult AnswerOf(FoundLeads found, LeadQuery query, QueryParameters parameters) => (query.Paging.Page, found.Selected) switch
    {
        ({ } page, null) => Answer.List(Pager.For(parameters, page, found.Total).Fill(found.Leads)),
        ({ } page, { } selected) => Answer.List(Pager.For(parameters, page, found.Total).Fill(selected)),
        (null, null) => Answer.List(CursorPage.Of(found.Leads, found.Next, found.Total)),
        (null, { } selected) => Answer.List(CursorPage.Of(selected, found.Next, found.Total)),
    };
}
