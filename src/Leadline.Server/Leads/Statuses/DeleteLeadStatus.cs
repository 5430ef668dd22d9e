using Leadline.Callers;
using Leadline.Jobs;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.Statuses;

/// <summary>Deletes a status softly: <c>DELETE /api/v1/leads/statuses/{id}</c>.</summary>
public static class DeleteLeadStatus
{
    private static readonly BodyField Replacement = BodyField.Integer("replacement_id", "The status that the leads of this one get; needed when there are any.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/leads/statuses/{id:long}", HandleAsync)
        .WithName(nameof(DeleteLeadStatus))
        .WithBody([Replacement])
        .Answers<Record<Done>>()
        .Answers<Record<Done>>(StatusCodes.Status202Accepted)
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Deletes a lead status.</summary>
    /// <remarks>A system status and the default one cannot be deleted (409). One that leads have needs a <c>replacement_id</c>, which they get: for more than 2,000 by a job (202), which deletes it at its end.</remarks>
    /// <param name="id">The status's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, JobRunner runner) => change.RunAsync("lead_status.delete", async write =>
    {
        if (await write.Db.FindLiveAsync<LeadStatus>(id) is not { } status)
        {
            return Reply.NotFound("lead status");
        }

        if (!change.IsAllowedOn(status.Version))
        {
            return change.Outdated(LeadStatusResource.Of(status), RecordTag.Of(status.Version));
        }

        if (status.IsSystem || status.IsDefault)
        {
            return Reply.Conflict(status.IsSystem ? "A system status cannot be deleted." : "The default status cannot be deleted; make another one the default first.");
        }

        long? replacement = null;
        change.Body.RefuseOthersThan([Replacement]);
        change.Body.Integer(Replacement, other => replacement = other);
        if (replacement == id || (replacement is { } named && await write.Db.FindLiveAsync<LeadStatus>(named) is null))
        {
            change.Body.Reject(Replacement.Name, "is no other status of this tenant");
        }

        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        return await LeadReference.Status.DeleteAsync(write, status, replacement, runner);
    });
}
