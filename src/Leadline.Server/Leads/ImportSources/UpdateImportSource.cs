using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.ImportSources;

/// <summary>Changes an import source: <c>PUT</c> or <c>PATCH /api/v1/leads/import-sources/{id}</c>.</summary>
public static class UpdateImportSource
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/leads/import-sources/{id:long}", HandleAsync).WithName(nameof(UpdateImportSource)).Describe();
        api.MapPatch("/leads/import-sources/{id:long}", HandleAsync).WithName("PatchImportSource").Describe();
    }

    /// <summary>Changes an import source.</summary>
    /// <remarks>Only the fields that are sent change. 409 when another live source has the new name; deleted ones with it are named in the answer.</remarks>
    /// <param name="id">The source's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("import_source.update", async write =>
    {
        if (await write.Db.FindLiveAsync<ImportSource>(id) is not { } source)
        {
            return Reply.NotFound("import source");
        }

        if (!change.IsAllowedOn(source.Version))
        {
            return change.Outdated(ImportSourceResource.Of(source), RecordTag.Of(source.Version));
        }

        var name = source.Name;
        ImportSourceFields.Set(change.Body, source);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (await ImportSourceTwins.FindLiveAsync(source, write.Db) is { } other)
        {
            return ImportSourceTwins.Refuse(other);
        }

        await write.Db.SaveChangesAsync();
        return ImportSourceResource.Reply(source, source.Name == name ? null : await ImportSourceTwins.FindDeletedAsync(source, write.Db));
    });

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(ImportSourceFields.All, isPartial: true)
        .Answers<Record<ImportSourceResource>>()
        .RequireScope(Scopes.SettingsWrite);
}
