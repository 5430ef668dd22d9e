using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tags;

/// <summary>Reads one tag: <c>GET /api/v1/tags/{id}</c>.</summary>
public static class GetTag
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the tag also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/tags/{id:long}", HandleAsync)
        .WithName(nameof(GetTag))
        .WithQueryParameters([Trashed])
        .Answers<Record<TagResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reads one tag.</summary>
    /// <param name="id">The tag's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var db = database.For(caller.View);
        var tag = await db.Tags.AsNoTracking().FirstOrDefaultAsync(known => known.Id == id && (withDeleted || known.DeletedAt == null), ct);
        return tag is null ? Answer.NotFound("tag")
            : parameters.IsValid ? Answer.Record(TagResource.Of(tag), RecordTag.Of(tag.Version))
            : Errors.Invalid(parameters.Errors);
    }
}
