using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Jobs;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.ImportSources;

/// <summary>Deletes an import source softly: <c>DELETE /api/v1/leads/import-sources/{id}</c>.</summary>
public static class DeleteImportSource
{
    private static readonly BodyField Replacement = BodyField.Integer("replacement_id", "The source that the leads of this one get; needed when there are any.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/leads/import-sources/{id:long}", HandleAsync)
        .WithName(nameof(DeleteImportSource))
        .WithBody([Replacement])
        .Answers<Record<Done>>()
        .Answers<Record<Done>>(StatusCodes.Status202Accepted)
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Deletes an import source.</summary>
    /// <remarks>One that leads have needs a <c>replacement_id</c>, which they get, for more than 2,000 by a job (202): 409 when one has an external id that a lead of the replacement has, too.</remarks>
    /// <param name="id">The source's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, JobRunner runner) => change.RunAsync("import_source.delete", async write =>
    {
        if (await write.Db.FindLiveAsync<ImportSource>(id) is not { } source)
        {
            return Reply.NotFound("import source");
        }

        if (!change.IsAllowedOn(source.Version))
        {
            return change.Outdated(ImportSourceResource.Of(source), RecordTag.Of(source.Version));
        }

        long? replacement = null;
        change.Body.RefuseOthersThan([Replacement]);
        change.Body.Integer(Replacement, other => replacement = other);
        if (replacement == id || (replacement is { } named && await write.Db.FindLiveAsync<ImportSource>(named) is null))
        {
            change.Body.Reject(Replacement.Name, "is no other import source of this tenant");
        }

        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (replacement is not null && await FindCollisionAsync(id, replacement, write.Db) is { } collision)
        {
            return Reply.Conflict(
                $"The lead {collision.Lead} has the external id of the lead {collision.Other}, which is of the replacement.",
                new JsonObject { ["field"] = "external_id", ["lead_id"] = collision.Lead, ["other_lead_id"] = collision.Other });
        }

        return await LeadReference.Import.DeleteAsync(write, source, replacement, runner);
    });

    private static Task<Collision?> FindCollisionAsync(long id, long? replacement, TenantDb db) =>
        (from lead in db.Leads
         where lead.ImportSourceId == id && lead.DeletedAt == null && lead.ExternalId != null
         join other in db.Leads.Where(other => other.ImportSourceId == replacement && other.DeletedAt == null && other.ExternalId != null)
            on lead.ExternalId equals other.ExternalId
         orderby lead.Id
         select new Collision(lead.Id, other.Id)).FirstOrDefaultAsync();

    private sealed record Collision(long Lead, long Other);
}
