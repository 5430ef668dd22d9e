using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.SavedViews;

/// <summary>Deletes a saved view softly: <c>DELETE /api/v1/views/{id}</c>; <see cref="RestoreSavedView"/> brings it back.</summary>
public static class DeleteSavedView
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/views/{id:long}", HandleAsync)
        .WithName(nameof(DeleteSavedView))
        .Answers<Record<Done>>()
        .RequireAnyScope(SavedViewRights.AnyOf);

    /// <summary>Deletes a saved view.</summary>
    /// <remarks>All may delete their own, shared or not. A shared view of another member takes settings:write.</remarks>
    /// <param name="id">The view's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunBesideAsync("saved_view.delete", async write =>
    {
        if (await write.Db.FindSeenViewAsync(id, change.Caller) is not { DeletedAt: null } view)
        {
            return Reply.NotFound("view");
        }

        if (!change.IsAllowedOn(view.Version))
        {
            return change.Outdated(SavedViewResource.Of(view), RecordTag.Of(view.Version));
        }

        view.DeletedAt = write.Now;
        if (SavedViewRights.ToKeep(change.Caller, view) is { } denied)
        {
            return denied;
        }

        await write.Db.SaveChangesAsync();
        return Reply.Deleted("view");
    });
}
