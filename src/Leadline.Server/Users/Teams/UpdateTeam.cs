using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Teams;

/// <summary>Changes a team: <c>PUT</c> or <c>PATCH /api/v1/teams/{id}</c>.</summary>
public static class UpdateTeam
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/teams/{id:long}", HandleAsync).WithName(nameof(UpdateTeam)).Describe();
        api.MapPatch("/teams/{id:long}", HandleAsync).WithName("PatchTeam").Describe();
    }

    /// <summary>Changes a team.</summary>
    /// <remarks>Only the fields that are sent change; <c>member_ids</c> are all who are in it from then on. It counts at once.</remarks>
    /// <param name="id">The team's number.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, BearerTokens tokens)
    {
        var answer = await change.RunAsync("team.update", async write =>
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

            var hasOthers = await TeamFields.SetAsync(change.Body, team, write.Db);
            if (!change.Body.IsValid)
            {
                return Reply.Invalid(change.Body);
            }

            if (await TeamFields.RefuseTwinAsync(write.Db, team) is { } twin)
            {
                return twin;
            }

            if (hasOthers)
            {
                write.Db.Entry(team).State = EntityState.Modified;
            }

            await write.Db.SaveChangesAsync();
            return await TeamResource.ReplyAsync(write.Db, team);
        });
        tokens.ForgetEveryone();
        return answer;
    }

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(TeamFields.All, isPartial: true)
        .Answers<Record<TeamResource>>()
        .RequireScope(Scopes.UsersWrite);
}
