using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Users.Teams;

/// <summary>Deletes a team softly: <c>DELETE /api/v1/teams/{id}</c>; <see cref="RestoreTeam"/> brings it back.</summary>
public static class DeleteTeam
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/teams/{id:long}", HandleAsync)
        .WithName(nameof(DeleteTeam))
        .WithBody([])
        .Answers<Record<Done>>()
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Deletes a team; its members see one another's leads no longer through it.</summary>
    /// <param name="id">The team's number.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, BearerTokens tokens)
    {
        var answer = await change.RunAsync("team.delete", async write =>
        {
            if (await write.Db.FindLiveAsync<Team>(id) is not { } team)
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

            team.DeletedAt = write.Now;
            await write.Db.SaveChangesAsync();
            return Reply.Deleted("team");
        });
        tokens.ForgetEveryone();
        return answer;
    }
}
