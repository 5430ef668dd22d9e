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
    /// <remarks>All may delete their own, shared or not. A shared view of another member takes settings:write. Of a member, the 100 views that were deleted last can be restored.</remarks>
    /// <param name="id">The view's number.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, OldestDeletedViews oldest)
    {
        var owner = (long?)null;
        var answer = await DeleteAsync(id, change, user => owner = user);
        if (owner is { } user)
        {
            await oldest.RemoveAsync(change.Caller.Tenant, user);
        }

        return answer;
    }

    private static Task<IResult> DeleteAsync(long id, Change change, Action<long> deleted) => change.RunBesideAsync("saved_view.delete", async write =>
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
        deleted(view.UserId);
        return Reply.Deleted("view");
    });
}
