using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Teams;

/// <summary>Reads one team: <c>GET /api/v1/teams/{id}</c>.</summary>
public static class GetTeam
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the team also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/teams/{id:long}", HandleAsync)
        .WithName(nameof(GetTeam))
        .WithQueryParameters([Trashed])
        .Answers<Record<TeamResource>>()
        .RequireScope(Scopes.UsersRead);

    /// <summary>Reads one team with its members.</summary>
    /// <param name="id">The team's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        if (await db.Teams.AsNoTracking().FirstOrDefaultAsync(known => known.Id == id && (withDeleted || known.DeletedAt == null), ct) is not { } team)
        {
            return Answer.NotFound("team");
        }

        var shown = (await TeamResource.ShowAsync(db, [team]))[0];
        return parameters.IsValid ? Answer.Record(shown, shown.Tag(team)) : Errors.Invalid(parameters.Errors);
    }
}
