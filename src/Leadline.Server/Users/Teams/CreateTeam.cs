using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Users.Teams;

/// <summary>Makes a team: <c>POST /api/v1/teams</c>.</summary>
public static class CreateTeam
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/teams", HandleAsync)
        .WithName(nameof(CreateTeam))
        .WithBody(TeamFields.All)
        .Answers<Record<TeamResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Makes a team.</summary>
    /// <remarks>Members whose roles show a team's leads see those of all who are in a team with them. 409 when a live team has its name.</remarks>
    public static async Task<IResult> HandleAsync(Change change, BearerTokens tokens)
    {
        var answer = await change.RunAsync("team.create", async write =>
        {
            if (TeamFields.Refuse(change.Caller) is { } refusal)
            {
                return refusal;
            }

            var team = write.Db.Insert(new Team { Name = "" });
            change.Body.Require(TeamFields.All);
            await TeamFields.SetAsync(change.Body, team, write.Db);
            if (!change.Body.IsValid)
            {
                return Reply.Invalid(change.Body);
            }

            if (await TeamFields.RefuseTwinAsync(write.Db, team) is { } twin)
            {
                return twin;
            }

            await write.Db.SaveChangesAsync();
            var shown = (await TeamResource.ShowAsync(write.Db, [team]))[0];
            return Reply.Created(shown, $"/api/v1/teams/{team.Id}", shown.Tag(team), await TeamFields.FindDeletedAsync(write.Db, team));
        });
        tokens.ForgetEveryone();
        return answer;
    }
}
