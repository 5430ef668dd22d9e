using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>The history of a lead: <c>GET /api/v1/leads/{id}/timeline</c>.</summary>
public static class GetLeadTimeline
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/{id:long}/timeline", HandleAsync)
        .WithName(nameof(GetLeadTimeline))
        .WithQueryParameters(Timeline.Parameters)
        .Answers<CursorPage<JournalEntry>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists what happened to a lead, newest first.</summary>
    /// <remarks>Its fields, notes, tasks and tags: who changed them, through what, from which value to which.</remarks>
    /// <param name="id">The lead's number.</param>
    public static Task<IResult> HandleAsync(
        long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, JournalReader journal, CancellationToken ct) =>
        Timeline.ReadAsync(parameters, caller, "lead", id, database, journal, ct);
}
