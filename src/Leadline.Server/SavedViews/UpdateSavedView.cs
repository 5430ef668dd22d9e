using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.SavedViews;

/// <summary>Changes a saved view: <c>PUT</c> or <c>PATCH /api/v1/views/{id}</c>.</summary>
public static class UpdateSavedView
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/views/{id:long}", HandleAsync).WithName(nameof(UpdateSavedView)).Describe();
        api.MapPatch("/views/{id:long}", HandleAsync).WithName("PatchSavedView").Describe();
    }

    /// <summary>Changes a saved view.</summary>
    /// <remarks>
    /// Only the fields that are sent change. One's own may be changed by whoever may read its list, and while it is shared by whoever may write there;
    /// all may cease to share theirs. A shared view of another member takes settings:write, and leaves the caller's sight when it is no longer shared.
    /// </remarks>
    /// <param name="id">The view's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunBesideAsync("saved_view.update", async write =>
    {
        if (await write.Db.FindSeenViewAsync(id, change.Caller) is not { DeletedAt: null } view)
        {
            return Reply.NotFound("view");
        }

        if (!change.IsAllowedOn(view.Version))
        {
            return change.Outdated(SavedViewResource.Of(view), RecordTag.Of(view.Version));
        }

        SavedViewFields.Set(change.Body, view);
        if (SavedViewRights.ToKeep(change.Caller, view) is { } denied)
        {
            return denied;
        }

        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        await write.Db.SaveChangesAsync();
        return SavedViewResource.Reply(view);
    });

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(SavedViewFields.Changing, isPartial: true)
        .Answers<Record<SavedViewResource>>()
        .RequireAnyScope(SavedViewRights.AnyOf);
}
