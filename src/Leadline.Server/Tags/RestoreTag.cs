using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tags;

/// <summary>Brings a deleted tag back: <c>POST /api/v1/tags/{id}/restore</c>.</summary>
public static class RestoreTag
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/tags/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreTag))
        .Answers<Record<TagResource>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Restores a deleted tag.</summary>
    /// <remarks>The leads and customers that had it show it again. 409 when a live tag has its name by now.</remarks>
    /// <param name="id">The tag's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("tag.restore", async write =>
    {
        if (await write.Db.FindRecordAsync<Tag>(id) is not { } tag)
        {
            return Reply.NotFound("tag");
        }

        if (!change.IsAllowedOn(tag.Version))
        {
            return change.Outdated(TagResource.Of(tag), RecordTag.Of(tag.Version));
        }

        tag.DeletedAt = null;
        if (await TagTwins.FindLiveAsync(tag, write.Db) is { } other)
        {
            return TagTwins.Refuse(other);
        }

        await write.Db.SaveChangesAsync();
        return TagResource.Reply(tag);
    });
}
