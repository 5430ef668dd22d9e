using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Users.Teams;

/// <summary>Brings a deleted team back: <c>POST /api/v1/teams/{id}/restore</c>.</summary>
public static class RestoreTeam
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/teams/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreTeam))
        .WithBody([])
        .Answers<Record<TeamResource>>()
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Restores a deleted team with its members. 409 when a live team has its name by now.</summary>
    /// <param name="id">The team's number.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, BearerTokens tokens)
    {
        var answer = await change.RunAsync("team.restore", async write =>
        {
            if (await write.Db.FindRecordAsync<Team>(id) is not { } team)
            {
                return Reply.NotFound("team");
            }

            if (TeamFields.Refuse(change.Caller) is { } refusal)
            {
                return refusal;
            }

            if (!change.IsAllowedOn(team.Version))
            {
                var current = (await TeamResource.ShowAsync(write.Db, [team]))[0];
                return change.Outdated(current, current.Tag(team));
            }

            if (await TeamFields.RefuseTwinAsync(write.Db, team) is { } twin)
            {
                return twin;
            }

            team.DeletedAt = null;
            await write.Db.SaveChangesAsync();
            return await TeamResource.ReplyAsync(write.Db, team);
        });
        tokens.ForgetEveryone();
        return answer;
    }
}
