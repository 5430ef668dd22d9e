using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Journal;

/// <summary>Lists what was done, a call, a load or a bulk edit each: <c>GET /api/v1/batches</c>.</summary>
public static class ListBatches
{
    private static readonly string[] Sorts = ["created_at"];
    private static readonly QueryParameter Action = new("action", "string", "Only batches that did this: lead.convert.") { MaxLength = 255 };
    private static readonly QueryParameter AuthorKind = new("author_kind", "string", "Only batches of people, apps, the operator or Leadline itself.")
    {
        Options = [Author.Person, Author.App, Author.Operator, Author.System],
    };

    private static readonly QueryParameter AuthorId = new("author_id", "string", "Only batches of this user, by id, or app, by client id.") { MaxLength = 255 };
    private static readonly QueryParameter From = new("created_from", "string", "Only batches of this time or later. ISO 8601.") { MaxLength = 40, Format = "date-time" };
    private static readonly QueryParameter To = new("created_to", "string", "Only batches of this time or before; a date is meant to its end. ISO 8601.") { MaxLength = 40, Format = "date-time" };

    // Batches are never deleted, and hold no text to search.
    private static readonly IReadOnlyList<QueryParameter> Parameters =
        [.. ListQuery.Parameters(Sorts, Action, AuthorKind, AuthorId, From, To).Where(parameter => parameter.Name is not ("trashed" or "search"))];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/batches", HandleAsync)
        .WithName(nameof(ListBatches))
        .WithQueryParameters(Parameters)
        .Answers<Page<BatchResource>>()
        .RequireAnyScope(Scopes.ToRead);

    /// <summary>Lists batches.</summary>
    /// <remarks>Those all of whose changes the caller may read; each can be undone as a whole.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, JournalReader journal, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        var (action, kind, author) = (parameters.Text(Action), parameters.Option(AuthorKind), parameters.Text(AuthorId));
        var (from, to) = (parameters.Time(From), parameters.Time(To, isEnd: true));
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        var found = db.ReadableBatches(caller, journal)
            .Where(batch => action == null || batch.Action == action)
            .Where(batch => kind == null || batch.AuthorKind == kind)
            .Where(batch => author == null || batch.AuthorId == author)
            .Where(batch => from == null || batch.CreatedAt >= from)
            .Where(batch => to == null || batch.CreatedAt <= to);
        return await query.AnswerAsync<Batch, BatchResource>(
            parameters, db, found, ListOrder.By((Batch batch) => batch.CreatedAt), rows => BatchResource.ShowAsync(db, rows, ct), ct);
    }
}
