using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.Statuses;

/// <summary>Changes a status: <c>PUT</c> or <c>PATCH /api/v1/leads/statuses/{id}</c>.</summary>
public static class UpdateLeadStatus
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/leads/statuses/{id:long}", HandleAsync).WithName(nameof(UpdateLeadStatus)).Describe();
        api.MapPatch("/leads/statuses/{id:long}", HandleAsync).WithName("PatchLeadStatus").Describe();
    }

    /// <summary>Changes a lead status.</summary>
    /// <remarks>Only the fields that are sent change. The slug stays, so that programs find the status under it. 409 when another live status has the new name; deleted ones with it are named in the answer.</remarks>
    /// <param name="id">The status's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("lead_status.update", async write =>
    {
        if (await write.Db.FindLiveAsync<LeadStatus>(id) is not { } status)
        {
            return Reply.NotFound("lead status");
        }

        if (!change.IsAllowedOn(status.Version))
        {
            return change.Outdated(LeadStatusResource.Of(status), RecordTag.Of(status.Version));
        }

        var name = status.Name;
        LeadStatusFields.Set(change.Body, status);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (await LeadStatusTwins.FindLiveAsync(status, write.Db) is { } other)
        {
            return LeadStatusTwins.Refuse(other);
        }

        await write.Db.SaveChangesAsync();
        return LeadStatusResource.Reply(status, status.Name == name ? null : await LeadStatusTwins.FindDeletedAsync(status, write.Db));
    });

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(LeadStatusFields.All, isPartial: true)
        .Answers<Record<LeadStatusResource>>()
        .RequireScope(Scopes.SettingsWrite);
}
