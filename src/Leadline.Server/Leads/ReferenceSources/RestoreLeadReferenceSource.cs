using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.ReferenceSources;

/// <summary>Brings a deleted reference source back: <c>POST /api/v1/leads/reference-sources/{id}/restore</c>.</summary>
public static class RestoreLeadReferenceSource
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/reference-sources/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreLeadReferenceSource))
        .Answers<Record<LeadReferenceSourceResource>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Restores a deleted reference source.</summary>
    /// <remarks>409 when a live source has its name by now.</remarks>
    /// <param name="id">The source's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("lead_reference_source.restore", async write =>
    {
        if (await write.Db.FindRecordAsync<LeadReferenceSource>(id) is not { } source)
        {
            return Reply.NotFound("reference source");
        }

        if (!change.IsAllowedOn(source.Version))
        {
            return change.Outdated(LeadReferenceSourceResource.Of(source), RecordTag.Of(source.Version));
        }

        source.DeletedAt = null;
        if (await LeadReferenceSourceTwins.FindLiveAsync(source, write.Db) is { } other)
        {
            return LeadReferenceSourceTwins.Refuse(other);
        }

        await write.Db.SaveChangesAsync();
        return LeadReferenceSourceResource.Reply(source);
    });
}
