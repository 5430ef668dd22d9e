using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tags;

/// <summary>Deletes a tag softly: <c>DELETE /api/v1/tags/{id}</c>; <see cref="RestoreTag"/> brings it back.</summary>
public static class DeleteTag
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/tags/{id:long}", HandleAsync)
        .WithName(nameof(DeleteTag))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Deletes a tag.</summary>
    /// <remarks>Leads and customers cease to show it; those that had it show it again when it is restored.</remarks>
    /// <param name="id">The tag's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("tag.delete", async write =>
    {
        if (await write.Db.FindLiveAsync<Tag>(id) is not { } tag)
        {
            return Reply.NotFound("tag");
        }

        if (!change.IsAllowedOn(tag.Version))
        {
            return change.Outdated(TagResource.Of(tag), RecordTag.Of(tag.Version));
        }

        tag.DeletedAt = write.Now;
        await write.Db.SaveChangesAsync();
        return Reply.Deleted("tag");
    });
}
