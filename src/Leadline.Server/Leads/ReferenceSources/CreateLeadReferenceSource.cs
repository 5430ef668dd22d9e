using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.ReferenceSources;

/// <summary>Creates a reference source: <c>POST /api/v1/leads/reference-sources</c>.</summary>
public static class CreateLeadReferenceSource
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/reference-sources", HandleAsync)
        .WithName(nameof(CreateLeadReferenceSource))
        .WithBody(LeadReferenceSourceFields.All)
        .Answers<Record<LeadReferenceSourceResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Creates a reference source.</summary>
    /// <remarks>409 when a live source has its name; deleted ones with it are named in the answer.</remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunAsync("lead_reference_source.create", async write =>
    {
        var source = write.Db.Insert(new LeadReferenceSource { Name = "" });
        change.Body.Require(LeadReferenceSourceFields.All);
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
        return Reply.Created(
            LeadReferenceSourceResource.Of(source), $"/api/v1/leads/reference-sources/{source.Id}", RecordTag.Of(source.Version),
            await LeadReferenceSourceTwins.FindDeletedAsync(source, write.Db));
    });
}
