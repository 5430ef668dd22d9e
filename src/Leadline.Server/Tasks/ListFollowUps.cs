using System.Data.Common;
using System.Text.Json;
using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tasks;

/// <summary>Tells what is due next of some leads: <c>GET /api/v1/leads/follow-ups</c>.</summary>
public static class ListFollowUps
{
    private const int MostLeads = 100;

    private static readonly QueryParameter Lead = new("lead_id", "string", "The leads, at most 100, with commas.") { MaxLength = 4000, IsRequired = true };

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/follow-ups", HandleAsync)
        .WithName(nameof(ListFollowUps))
        .WithQueryParameters([Lead])
        .Answers<Record<IReadOnlyList<FollowUp>>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Tells the open task of each lead that is due first.</summary>
    /// <remarks>From one moment. Leads without an open task that has a due time are left out, and so are those that are not there.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Lead]);
        var leads = parameters.Integers(Lead, MostLeads);
        if (leads is null && parameters.IsValid)
        {
            parameters.Reject(Lead.Name, "is required");
        }

        return leads is not null && parameters.IsValid
            ? Answer.Unversioned(await FindAsync(database, caller.View, leads, ct))
            : Errors.Invalid(parameters.Errors);
    }

    private static Task<IReadOnlyList<FollowUp>> FindAsync(LeadlineDatabase database, TenantView view, IReadOnlyList<long> leads, CancellationToken ct) => database.QueryAsync(
        view.Tenant,
        $"""
        SELECT lead.id, task.due_at, task.id, task.title
        FROM leads lead JOIN tasks task ON task.tenant_id = lead.tenant_id AND task.id = (
            SELECT next.id FROM tasks next
            WHERE next.tenant_id = lead.tenant_id AND next.lead_id = lead.id AND next.completed_at IS NULL AND next.deleted_at IS NULL AND next.due_at IS NOT NULL
            ORDER BY next.due_at, next.id LIMIT 1)
        WHERE lead.tenant_id = @tenant AND lead.id IN (SELECT value FROM json_each(@ids)) AND lead.deleted_at IS NULL{view.Sees.Sql("lead.assigned_user_id")}
        """,
        [("@tenant", view.Tenant.Value), ("@ids", JsonSerializer.Serialize(leads)), .. view.Sees.Parameters()],
        rows => ReadAsync(rows, ct),
        ct);

    private static async Task<IReadOnlyList<FollowUp>> ReadAsync(DbDataReader rows, CancellationToken ct)
    {
        var found = new List<FollowUp>();
        while (await rows.ReadAsync(ct))
        {
            found.Add(new FollowUp(rows.GetInt64(0), Timestamp.FromMicroseconds(rows.GetInt64(1)), rows.GetInt64(2), rows.GetString(3)));
        }

        return [.. found.OrderBy(next => next.NextFollowUpAt).ThenBy(next => next.LeadId)];
    }
}

/// <summary>What is due next of a lead.</summary>
/// <param name="LeadId">The lead's number.</param>
/// <param name="NextFollowUpAt">When its open task is due that is due first; before now, it is overdue.</param>
/// <param name="TaskId">That task's number; of several that are due at once the least.</param>
/// <param name="Title">What is to be done, in a line.</param>
public sealed record FollowUp(long LeadId, DateTime NextFollowUpAt, long TaskId, string Title);
