using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.ReferenceSources;

/// <summary>Changes a reference source: <c>PUT</c> or <c>PATCH /api/v1/leads/reference-sources/{id}</c>.</summary>
public static class UpdateLeadReferenceSource
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/leads/reference-sources/{id:long}", HandleAsync).WithName(nameof(UpdateLeadReferenceSource)).Describe();
        api.MapPatch("/leads/reference-sources/{id:long}", HandleAsync).WithName("PatchLeadReferenceSource").Describe();
    }

    /// <summary>Changes a reference source.</summary>
    /// <remarks>Only the fields that are sent change. 409 when another live source has the new name; deleted ones with it are named in the answer.</remarks>
    /// <param name="id">The source's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("lead_reference_source.update", async write =>
    {
        if (await write.Db.FindLiveAsync<LeadReferenceSource>(id) is not { } source)
        {
            return Reply.NotFound("reference source");
        }

        if (!change.IsAllowedOn(source.Version))
        {
            return change.Outdated(LeadReferenceSourceResource.Of(source), RecordTag.Of(source.Version));
        }

        var name = source.Name;
        LeadReferenceSourceFields.Set(change.Body, source);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (await LeadReferenceSourceTwins.FindLiveAsync(source, write.Db) is { } other)
        {
            return LeadReferenceSourceTwins.Refuse(other);
        }

        await write.Db.SaveChangesAsync();
        return LeadReferenceSourceResource.Reply(source, source.Name == name ? null : await LeadReferenceSourceTwins.FindDeletedAsync(source, write.Db));
    });

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(LeadReferenceSourceFields.All, isPartial: true)
        .Answers<Record<LeadReferenceSourceResource>>()
        .RequireScope(Scopes.SettingsWrite);
}
