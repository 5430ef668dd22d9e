using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Changes a lead: <c>PUT</c> or <c>PATCH /api/v1/leads/{id}</c>.</summary>
public static class UpdateLead
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/leads/{id:long}", HandleAsync).WithName(nameof(UpdateLead)).Describe();
        api.MapPatch("/leads/{id:long}", HandleAsync).WithName("PatchLead").Describe();
    }

    /// <summary>Changes a lead.</summary>
    /// <remarks>Only the fields that are sent change; null clears. Deleted leads with a new external id are named in the answer. <c>If-Match</c> refuses to change a version other than the one seen.</remarks>
    /// <param name="id">The lead's number; another tenant's answers 404.</param>
    public static Task<IResult> HandleAsync(long id, Change change, LeadRecords leads) => change.RunBesideAsync("lead.update", async write =>
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

        return await ChangeAsync(write, lead, change.Body, leads);
    });

    /// <summary>Changes a lead as a body says, within a change.</summary>
    internal static async Task<Reply> ChangeAsync(TenantWrite write, Lead lead, Body body, LeadRecords leads)
    {
        var (externalId, source) = (lead.ExternalId, lead.ImportSourceId);
        await LeadFields.SetAsync(body, lead, write);
        if (!body.IsValid)
        {
            return Reply.Invalid(body);
        }

        if (await LeadTwins.FindLiveAsync(lead, write.Db) is { } other)
        {
            return LeadTwins.Refuse(other, write);
        }

        await write.Db.SaveChangesAsync();
        var shown = await leads.ShowAsync(write, lead);
        var isNewName = (externalId, source) != (lead.ExternalId, lead.ImportSourceId);
        return Reply.Ok(shown.Lead, shown.ETag, isNewName ? await LeadTwins.FindDeletedAsync(lead, write.Db) : null);
    }

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(LeadFields.All, isPartial: true)
        .Answers<Record<LeadResource>>()
        .RequireScope(Scopes.LeadsWrite);
}
