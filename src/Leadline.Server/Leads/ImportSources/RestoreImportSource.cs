using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.ImportSources;

/// <summary>Brings a deleted import source back: <c>POST /api/v1/leads/import-sources/{id}/restore</c>.</summary>
public static class RestoreImportSource
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/import-sources/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreImportSource))
        .Answers<Record<ImportSourceResource>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Restores a deleted import source.</summary>
    /// <remarks>409 when a live source has its name by now.</remarks>
    /// <param name="id">The source's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("import_source.restore", async write =>
    {
        if (await write.Db.FindRecordAsync<ImportSource>(id) is not { } source)
        {
            return Reply.NotFound("import source");
        }

        if (!change.IsAllowedOn(source.Version))
        {
            return change.Outdated(ImportSourceResource.Of(source), RecordTag.Of(source.Version));
        }

        source.DeletedAt = null;
        if (await ImportSourceTwins.FindLiveAsync(source, write.Db) is { } other)
        {
            return ImportSourceTwins.Refuse(other);
        }

        await write.Db.SaveChangesAsync();
        return ImportSourceResource.Reply(source);
    });
}
