using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tags;

/// <summary>Lists tags: <c>GET /api/v1/tags</c>.</summary>
public static class ListTags
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/tags", HandleAsync)
        .WithName(nameof(ListTags))
        .WithQueryParameters(TagQuery.Parameters)
        .Answers<Page<TagResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists tags.</summary>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        return await TagQuery.AnswerAsync(parameters, db.Tags, ct);
    }
}
