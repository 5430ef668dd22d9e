using Leadline.Callers;
using Leadline.Jobs;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.ReferenceSources;

/// <summary>Deletes a reference source softly: <c>DELETE /api/v1/leads/reference-sources/{id}</c>.</summary>
public static class DeleteLeadReferenceSource
{
    private static readonly BodyField Replacement = BodyField.Integer("replacement_id", "The source that the leads of this one get; needed when there are any.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/leads/reference-sources/{id:long}", HandleAsync)
        .WithName(nameof(DeleteLeadReferenceSource))
        .WithBody([Replacement])
        .Answers<Record<Done>>()
        .Answers<Record<Done>>(StatusCodes.Status202Accepted)
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Deletes a reference source.</summary>
    /// <remarks>One that leads have needs a <c>replacement_id</c>, which they get: for more than 2,000 by a job (202), which deletes it at its end.</remarks>
    /// <param name="id">The source's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, JobRunner runner) => change.RunAsync("lead_reference_source.delete", async write =>
    {
        if (await write.Db.FindLiveAsync<LeadReferenceSource>(id) is not { } source)
        {
            return Reply.NotFound("reference source");
        }

        if (!change.IsAllowedOn(source.Version))
        {
            return change.Outdated(LeadReferenceSourceResource.Of(source), RecordTag.Of(source.Version));
        }

        long? replacement = null;
        change.Body.RefuseOthersThan([Replacement]);
        change.Body.Integer(Replacement, other => replacement = other);
        if (replacement == id || (replacement is { } named && await write.Db.FindLiveAsync<LeadReferenceSource>(named) is null))
        {
            change.Body.Reject(Replacement.Name, "is no other reference source of this tenant");
        }

        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        return await LeadReference.Source.DeleteAsync(write, source, replacement, runner);
    });
}
