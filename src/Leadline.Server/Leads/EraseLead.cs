using Leadline.Callers;
using Leadline.Jobs;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.Leads;

/// <summary>Erases the person behind a lead: <c>POST /api/v1/leads/{id}/erase</c>.</summary>
public static class EraseLead
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/{id:long}/erase", HandleAsync)
        .WithName(nameof(EraseLead))
        .WithBody([])
        .Answers<Record<ErasedRecord>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Erases the person behind a lead, living or deleted.</summary>
    /// <remarks>
    /// For owners only, and for good: names, addresses, texts and external id are blanked in the lead, its notes, tasks and history. Status,
    /// source, owner, country and times stay, so that no total changes. The customer the lead became is a record of its own; the reply names it.
    /// </remarks>
    /// <param name="id">The lead's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, LeadRecords leads, Erasure erasure, JobRunner runner) => change.RunAsync("lead.erase", async write =>
    {
        if (!await UserRoles.ActsAsOwnerAsync(write.Db, change.Caller))
        {
            return Reply.Refuse(ErrorKind.Forbidden, "Only an owner of the tenant may erase a person.");
        }

        if (await write.Db.FindRecordAsync<Lead>(id) is not { } lead)
        {
            return Reply.NotFound("lead");
        }

        if (!change.IsAllowedOn(lead.Version))
        {
            var current = await leads.ShowAsync(write, lead);
            return change.Outdated(current.Lead, current.ETag);
        }

        change.Body.RefuseOthersThan([]);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        await erasure.BlankAsync(write, "lead", id);
        await ForgetErased.QueueAsync(write);
        runner.Wake();
        return Reply.Ok(new ErasedRecord(id, lead.CustomerId is { } customer ? [new LinkedRecord("customer", customer)] : []));
    });
}
