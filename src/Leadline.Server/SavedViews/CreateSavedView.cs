using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.SavedViews;

/// <summary>Saves a view: <c>POST /api/v1/views</c>.</summary>
public static class CreateSavedView
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/views", HandleAsync)
        .WithName(nameof(CreateSavedView))
        .WithBody(SavedViewFields.All)
        .Answers<Record<SavedViewResource>>(StatusCodes.Status201Created)
        .RequireAnyScope(SavedViewRights.AnyOf);

    /// <summary>Saves a view.</summary>
    /// <remarks>
    /// It is the caller's, who must be a person (403), and may have 100 (409). A view of customers takes customers:read, any other leads:read; to
    /// share it takes the scope to write of the same list, and so does a token that was handed to another program.
    /// </remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunAsync("saved_view.create", async write => // alone: it relies on what the member has
    {
        if (change.Caller.UserId is not { } me)
        {
            return Reply.Refuse(ErrorKind.Forbidden, "This token stands for no person.");
        }

        var view = write.Db.Insert(new SavedView { UserId = me, List = "", Name = "", State = "{}" });
        SavedViewFields.SetAll(change.Body, view);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (SavedViewRights.ToKeep(change.Caller, view) is { } denied)
        {
            return denied;
        }

        if (await write.Db.CountViewsAsync(me) >= SavedViewRights.Most)
        {
            return SavedViewRights.TooMany();
        }

        await write.Db.SaveChangesAsync();
        return Reply.Created(SavedViewResource.Of(view), $"/api/v1/views/{view.Id}", RecordTag.Of(view.Version));
    });
}
