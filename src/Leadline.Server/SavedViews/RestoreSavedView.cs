using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.SavedViews;

/// <summary>Brings a deleted view back: <c>POST /api/v1/views/{id}/restore</c>.</summary>
public static class RestoreSavedView
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/views/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreSavedView))
        .Answers<Record<SavedViewResource>>()
        .RequireAnyScope(SavedViewRights.AnyOf);

    /// <summary>Restores a deleted view.</summary>
    /// <remarks>
    /// One's own shared view takes the scope to write of its list, since it is shared again; that of another member takes settings:write. 409 when its
    /// owner has 100 views by now. One that lives is answered as it is.
    /// </remarks>
    /// <param name="id">The view's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("saved_view.restore", async write => // alone: it relies on what the member has
    {
        if (await write.Db.FindSeenViewAsync(id, change.Caller) is not { } view)
        {
            return Reply.NotFound("view");
        }

        if (!change.IsAllowedOn(view.Version))
        {
            return change.Outdated(SavedViewResource.Of(view), RecordTag.Of(view.Version));
        }

        var wasDeleted = view.DeletedAt is not null;
        view.DeletedAt = null;
        if (SavedViewRights.ToKeep(change.Caller, view) is { } denied)
        {
            return denied;
        }

        if (wasDeleted && await write.Db.CountViewsAsync(view.UserId) >= SavedViewRights.Most)
        {
            return SavedViewRights.TooMany();
        }

        await write.Db.SaveChangesAsync();
        return SavedViewResource.Reply(view);
    });
}
