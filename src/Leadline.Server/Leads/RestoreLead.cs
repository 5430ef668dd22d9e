using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Brings a deleted lead back: <c>POST /api/v1/leads/{id}/restore</c>.</summary>
public static class RestoreLead
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreLead))
        .Answers<Record<LeadResource>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Restores a deleted lead.</summary>
    /// <remarks>409 when a live lead has its external id by now. A lead that lives is answered as it is.</remarks>
    /// <param name="id">The lead's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, LeadRecords leads) => change.RunBesideAsync("lead.restore", async write =>
    {
        if (await write.Db.FindRecordAsync<Lead>(id) is not { } lead)
        {
            return Reply.NotFound("lead");
        }

        if (!change.IsAllowedOn(lead.Version))
        {
            var current = await leads.ShowAsync(write, lead);
            return change.Outdated(current.Lead, current.ETag);
        }

        lead.DeletedAt = null;
        if (await LeadTwins.FindLiveAsync(lead, write.Db) is { } other)
        {
            return LeadTwins.Refuse(other, write);
        }

        await write.Db.SaveChangesAsync();
        var shown = await leads.ShowAsync(write, lead);
        return Reply.Ok(shown.Lead, shown.ETag);
    });
}
