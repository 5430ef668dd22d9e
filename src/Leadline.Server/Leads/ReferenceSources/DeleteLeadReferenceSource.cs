using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

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
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Deletes a reference source.</summary>
    /// <remarks>One that leads have needs a <c>replacement_id</c>, which they get.</remarks>
    /// <param name="id">The source's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("lead_reference_source.delete", async write =>
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

        var inUse = await write.Db.Leads.LongCountAsync(lead => lead.LeadReferenceSourceId == id);
        if (inUse > 0 && replacement is null)
        {
            return Reply.Conflict($"{inUse} leads have this reference source; name a replacement_id for them.", new JsonObject { ["leads"] = inUse });
        }

        write.OpenBatch();
        write.Execute(
            "UPDATE leads SET lead_reference_source_id = @replacement, version = version + 1, updated_at = @now WHERE tenant_id = @tenant AND lead_reference_source_id = @id",
            ("@replacement", replacement), ("@now", Timestamp.ToMicroseconds(write.Now)), ("@tenant", write.Tenant.Value), ("@id", id));
        source.DeletedAt = write.Now;
        await write.Db.SaveChangesAsync();
        return Reply.Deleted("reference source");
    });
}
