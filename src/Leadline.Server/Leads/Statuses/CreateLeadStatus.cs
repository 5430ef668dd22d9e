using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.Statuses;

/// <summary>Creates a status: <c>POST /api/v1/leads/statuses</c>.</summary>
public static class CreateLeadStatus
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/statuses", HandleAsync)
        .WithName(nameof(CreateLeadStatus))
        .WithBody(LeadStatusFields.All)
        .Answers<Record<LeadStatusResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Creates a lead status.</summary>
    /// <remarks>Its slug is made from its name. 409 when a live status has its name; deleted ones with it are named in the answer.</remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunAsync("lead_status.create", async write =>
    {
        var status = write.Db.Insert(new LeadStatus { Name = "", Slug = "" });
        change.Body.Require(LeadStatusFields.All);
        LeadStatusFields.Set(change.Body, status);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (await LeadStatusTwins.FindLiveAsync(status, write.Db) is { } other)
        {
            return LeadStatusTwins.Refuse(other);
        }

        status.Slug = await Slug.FreeAsync(status, Slug.Of(status.Name), write.Db);
        if (!LeadStatusFields.HavePlace(change.Body))
        {
            status.SortOrder = await LastPlaceAsync(write.Db) + 1;
        }

        await write.Db.SaveChangesAsync();
        return Reply.Created(
            LeadStatusResource.Of(status), $"/api/v1/leads/statuses/{status.Id}", RecordTag.Of(status.Version), await LeadStatusTwins.FindDeletedAsync(status, write.Db));
    });

    private static async Task<int> LastPlaceAsync(TenantDb db) =>
        await db.LeadStatuses.Where(status => status.DeletedAt == null && status.SortOrder < int.MaxValue).MaxAsync(status => (int?)status.SortOrder) ?? 0;
}
