using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers;

/// <summary>The history of a customer: <c>GET /api/v1/customers/{id}/timeline</c>.</summary>
public static class GetCustomerTimeline
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/customers/{id:long}/timeline", HandleAsync)
        .WithName(nameof(GetCustomerTimeline))
        .WithQueryParameters(Timeline.Parameters)
        .Answers<CursorPage<JournalEntry>>()
        .RequireScope(Scopes.CustomersRead);

    /// <summary>Lists what happened to a customer, newest first.</summary>
    /// <remarks>Its fields, notes and tags: who changed them, through what, from which value to which.</remarks>
    /// <param name="id">The customer's number.</param>
    public static Task<IResult> HandleAsync(
        long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, JournalReader journal, CancellationToken ct) =>
        Timeline.ReadAsync(parameters, caller, "customer", id, database, journal, ct);
}
