using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tags;

/// <summary>Changes a tag: <c>PUT</c> or <c>PATCH /api/v1/tags/{id}</c>.</summary>
public static class UpdateTag
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/tags/{id:long}", HandleAsync).WithName(nameof(UpdateTag)).Describe();
        api.MapPatch("/tags/{id:long}", HandleAsync).WithName("PatchTag").Describe();
    }

    /// <summary>Changes a tag.</summary>
    /// <remarks>Only the fields that are sent change. 409 when another live tag has the new name; deleted ones with it are named in the answer.</remarks>
    /// <param name="id">The tag's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("tag.update", async write =>
    {
        if (await write.Db.FindLiveAsync<Tag>(id) is not { } tag)
        {
            return Reply.NotFound("tag");
        }

        if (!change.IsAllowedOn(tag.Version))
        {
            return change.Outdated(TagResource.Of(tag), RecordTag.Of(tag.Version));
        }

        var name = tag.Name;
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
        return TagResource.Reply(tag, tag.Name == name ? null : await TagTwins.FindDeletedAsync(tag, write.Db));
    });

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(TagFields.All, isPartial: true)
        .Answers<Record<TagResource>>()
        .RequireScope(Scopes.SettingsWrite);
}
