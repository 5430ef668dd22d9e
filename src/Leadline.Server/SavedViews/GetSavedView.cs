using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Leadline.SavedViews;

/// <summary>Reads one saved view: <c>GET /api/v1/views/{id}</c>.</summary>
public static class GetSavedView
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the view also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/views/{id:long}", HandleAsync)
        .WithName(nameof(GetSavedView))
        .WithQueryParameters([Trashed])
        .Answers<Record<SavedViewResource>>()
        .RequireAnyScope(SavedViewRights.AnyOf);

    /// <summary>Reads one saved view: the caller's own, or a shared one.</summary>
    /// <remarks>A view of customers takes customers:read, any other leads:read; one that is another member's alone answers 404, to owners of the tenant, too.</remarks>
    /// <param name="id">The view's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var db = database.For(caller.View);
        var view = await db.SavedViews.AsNoTracking().SeenBy(caller).FirstOrDefaultAsync(known => known.Id == id && (withDeleted || known.DeletedAt == null), ct);
        return view is null ? Answer.NotFound("view")
            : parameters.IsValid ? Answer.Record(SavedViewResource.Of(view), RecordTag.Of(view.Version))
            : Errors.Invalid(parameters.Errors);
    }
}
