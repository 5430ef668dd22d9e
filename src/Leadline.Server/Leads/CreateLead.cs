using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Creates a lead: <c>POST /api/v1/leads</c>.</summary>
public static class CreateLead
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads", HandleAsync)
        .WithName(nameof(CreateLead))
        .WithBody(LeadFields.All)
        .Answers<Record<LeadResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Creates a lead.</summary>
    /// <remarks>
    /// Without a status it gets the tenant's default one. A caller who does not see all leads owns the new one, unless it is for somebody
    /// whose leads they see.
    /// </remarks>
    public static Task<IResult> HandleAsync(Change change, LeadRecords leads) => change.RunBesideAsync("lead.create", async write =>
    {
        var lead = write.Db.Insert(new Lead());
        await LeadFields.SetAsync(change.Body, lead, write);
        change.Body.Require(LeadFields.All);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (write.View.Sees.IsLimited && !write.View.Sees.Includes(lead.AssignedUserId ??= change.Caller.UserId))
        {
            LeadFields.RejectOwner(change.Body);
            return Reply.Invalid(change.Body);
        }

        lead.LeadStatusId ??= (await write.Db.FindDefaultStatusAsync()).Id;
        if (await LeadTwins.FindLiveAsync(lead, write.Db) is { } other)
        {
            return LeadTwins.Refuse(other, write);
        }

        await write.Db.SaveChangesAsync();
        var shown = await leads.ShowAsync(write, lead);
        return Reply.Created(shown.Lead, $"/api/v1/leads/{lead.Id}", shown.ETag, await LeadTwins.FindDeletedAsync(lead, write.Db));
    });
}
