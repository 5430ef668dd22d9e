using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.Statuses;

/// <summary>Brings a deleted status back: <c>POST /api/v1/leads/statuses/{id}/restore</c>.</summary>
public static class RestoreLeadStatus
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/statuses/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreLeadStatus))
        .Answers<Record<LeadStatusResource>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Restores a deleted lead status.</summary>
    /// <remarks>409 when a live status has its name by now. Its slug gets a number where a live status has it.</remarks>
    /// <param name="id">The status's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("lead_status.restore", async write =>
    {
        if (await write.Db.FindRecordAsync<LeadStatus>(id) is not { } status)
        {
            return Reply.NotFound("lead status");
        }

        if (!change.IsAllowedOn(status.Version))
        {
            return change.Outdated(LeadStatusResource.Of(status), RecordTag.Of(status.Version));
        }

        (status.DeletedAt, status.IsDefault) = (null, status is { DeletedAt: null, IsDefault: true });
        if (await LeadStatusTwins.FindLiveAsync(status, write.Db) is { } other)
        {
            return LeadStatusTwins.Refuse(other);
        }

        status.Slug = await Slug.FreeAsync(status, status.Slug, write.Db);

        await write.Db.SaveChangesAsync();
        return LeadStatusResource.Reply(status);
    });
}
