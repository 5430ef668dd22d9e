using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.SavedViews;

/// <summary>Lists saved views: <c>GET /api/v1/views</c>.</summary>
public static class ListSavedViews
{
    private static readonly string[] Sorts = ["name", "created_at", "updated_at"];
    private static readonly QueryParameter List = new("list", "string", "Only views of this list.") { Options = SavedViewFields.Lists };
    private static readonly IReadOnlyList<QueryParameter> Parameters = ListQuery.Parameters(Sorts, List);

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/views", HandleAsync)
        .WithName(nameof(ListSavedViews))
        .WithQueryParameters(Parameters)
        .Answers<Page<SavedViewResource>>()
        .RequireAnyScope(SavedViewRights.AnyOf);

    /// <summary>Lists saved views: the caller's own, and all shared ones.</summary>
    /// <remarks>Those of lists that the caller may read: of customers with customers:read, of all others with leads:read.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        var list = parameters.Option(List);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        // Their states may be long, and only those of the page are wanted.
        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        var seen = db.SavedViews.AsNoTracking().SeenBy(caller).Where(view => (view.DeletedAt != null) == query.IsTrashed && (list == null || view.List == list));
        var views = await seen.Select(view => new { view.Id, view.Name, view.CreatedAt, view.UpdatedAt }).ToListAsync(ct);
        return await query.AnswerAsync(parameters, views, view => view.Name, view => query.SortBy switch
        {
            "created_at" => view.CreatedAt,
            "updated_at" => view.UpdatedAt,
            _ => Folding.Fold(view.Name),
        }, view => view.Id, async shown =>
        {
            long[] ids = [.. shown.Select(view => view.Id)];
            var page = await seen.Where(view => ids.Contains(view.Id)).ToDictionaryAsync(view => view.Id, SavedViewResource.Of, ct);
            return (IReadOnlyList<SavedViewResource>)[.. ids.Select(id => page[id])];
        });
    }
}
