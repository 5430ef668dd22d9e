using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Teams;

/// <summary>Lists teams: <c>GET /api/v1/teams</c>.</summary>
public static class ListTeams
{
    private static readonly string[] Sorts = ["created_at", "name", "updated_at"];
    private static readonly IReadOnlyList<QueryParameter> Parameters = ListQuery.Parameters(Sorts);

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/teams", HandleAsync)
        .WithName(nameof(ListTeams))
        .WithQueryParameters(Parameters)
        .Answers<Page<TeamResource>>()
        .RequireScope(Scopes.UsersRead);

    /// <summary>Lists teams with their members.</summary>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        var teams = await db.Teams.AsNoTracking().Where(team => (team.DeletedAt != null) == query.IsTrashed).ToListAsync(ct);
        return query.Answer(parameters, await TeamResource.ShowAsync(db, teams), team => team.Name, team => query.SortBy switch
        {
            "name" => Folding.Fold(team.Name),
            "updated_at" => team.UpdatedAt,
            _ => team.CreatedAt,
        }, team => team.Id, team => team);
    }
}
