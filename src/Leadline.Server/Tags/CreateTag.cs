using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tags;

/// <summary>Creates a tag: <c>POST /api/v1/tags</c>.</summary>
public static class CreateTag
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/tags", HandleAsync)
        .WithName(nameof(CreateTag))
        .WithBody(TagFields.All)
        .Answers<Record<TagResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Creates a tag.</summary>
    /// <remarks>409 when a live tag has its name; deleted ones with it are named in the answer.</remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunAsync("tag.create", async write =>
    {
        var tag = write.Db.Insert(new Tag { Name = "", Color = "" });
        change.Body.Require(TagFields.All);
        TagFields.Set(change.Body, tag);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (await TagTwins.FindLiveAsync(tag, write.Db) is { } other)
        {
            return TagTwins.Refuse(other);
        }

        await write.Db.SaveChangesAsync();
        return Reply.Created(
            TagResource.Of(tag), $"/api/v1/tags/{tag.Id}", RecordTag.Of(tag.Version),
            await TagTwins.FindDeletedAsync(tag, write.Db));
    });
}
