using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.ImportSources;

/// <summary>Creates an import source: <c>POST /api/v1/leads/import-sources</c>.</summary>
public static class CreateImportSource
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/import-sources", HandleAsync)
        .WithName(nameof(CreateImportSource))
        .WithBody(ImportSourceFields.All)
        .Answers<Record<ImportSourceResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Creates an import source.</summary>
    /// <remarks>409 when a live source has its name; deleted ones with it are named in the answer.</remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunAsync("import_source.create", async write =>
    {
        var source = write.Db.Insert(new ImportSource { Name = "" });
        change.Body.Require(ImportSourceFields.All);
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
        return Reply.Created(
            ImportSourceResource.Of(source), $"/api/v1/leads/import-sources/{source.Id}", RecordTag.Of(source.Version),
            await ImportSourceTwins.FindDeletedAsync(source, write.Db));
    });
}
