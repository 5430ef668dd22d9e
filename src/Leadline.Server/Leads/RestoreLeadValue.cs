using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Gives a field of a lead the value it had before an entry of its timeline: <c>POST /api/v1/leads/{id}/timeline/{entryId}/restore</c>.</summary>
public static class RestoreLeadValue
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/{id:long}/timeline/{entryId:long}/restore", HandleAsync)
        .WithName(nameof(RestoreLeadValue))
        .WithBody(FormerValue.Fields)
        .Answers<Record<LeadResource>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Restores a single value of a lead.</summary>
    /// <remarks>Under the rules of any other change: a status that is gone, or an external id that another lead has by now, is refused.</remarks>
    /// <param name="id">The lead's number.</param>
    /// <param name="entryId">The entry of the lead's timeline whose old value comes back.</param>
    public static Task<IResult> HandleAsync(long id, long entryId, Change change, LeadRecords leads, JournalReader journal) => change.RunBesideAsync("lead.restore_value", async write =>
    {
        if (await write.Db.FindLiveAsync<Lead>(id) is not { } lead)
        {
            return Reply.NotFound("lead");
        }

        if (!change.IsAllowedOn(lead.Version))
        {
            var current = await leads.ShowAsync(write, lead);
            return change.Outdated(current.Lead, current.ETag);
        }

        var (former, refusal) = await FormerValue.ReadAsync(change, write, journal, "lead", id, entryId, LeadFields.All, field => field, WhyNot);
        return refusal ?? await UpdateLead.ChangeAsync(write, lead, former, leads);
    });

    private static string? WhyNot(string field) => field switch
    {
        "deleted_at" => "POST /api/v1/leads/{id}/restore brings a deleted lead back",
        "customer_id" or "converted_at" or "status_before_conversion_id" => "a conversion is made by POST /api/v1/leads/{id}/convert and taken back by DELETE /api/v1/leads/{id}/conversion",
        "last_synced_at" => "it tells when an import last wrote the lead",
        _ => null,
    };
}
