using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tags;

/// <summary>What the lists of tags have in common: all of them, a lead's, a customer's.</summary>
public static class TagQuery
{
    private static readonly string[] Sorts = ["created_at", "name", "updated_at"];

    /// <summary>What the lists know.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } = ListQuery.Parameters(Sorts);

    /// <summary>Answers one page of the tags.</summary>
    /// <param name="parameters">The call's query.</param>
    /// <param name="tags">The tags, deleted ones among them.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IResult> AnswerAsync(QueryParameters parameters, IQueryable<Tag> tags, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var found = await tags.AsNoTracking().Where(tag => (tag.DeletedAt != null) == query.IsTrashed).ToListAsync(ct);
        return query.Answer(parameters, found, tag => tag.Name, tag => query.SortBy switch
        {
            "name" => Folding.Fold(tag.Name),
            "updated_at" => tag.UpdatedAt,
            _ => tag.CreatedAt,
        }, tag => tag.Id, TagResource.Of);
    }
}
