using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Brings a person back into the tenant: <c>POST /api/v1/users/{id}/restore</c>.</summary>
public static class RestoreUser
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/users/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreUser))
        .WithQueryParameters([])
        .Answers<Record<UserResource>>()
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Brings a person back into the tenant, with the roles they had.</summary>
    /// <remarks>403 when those allow more than the caller may do. A user who is there is answered as they are.</remarks>
    /// <param name="id">The user's number.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, BearerTokens tokens)
    {
        var answer = await change.RunAsync("user.restore", async write =>
        {
            if (await write.Db.Memberships.FirstOrDefaultAsync(known => known.UserId == id) is not { } member)
            {
                return Reply.NotFound("user");
            }

            if (!change.IsAllowedOn(member.Version))
            {
                var current = await UserRecords.ShowAsync(write, member);
                return change.Outdated(current.User, current.ETag);
            }

            var roles = member.DeletedAt is null ? [] : await UserRoles.OfAsync(write.Db, id);
            if (await UserRoles.BeyondAsync(write.Db, change.Caller, roles) is { Count: > 0 } beyond)
            {
                return UserRefusals.Beyond(beyond);
            }

            member.DeletedAt = null;
            await write.Db.SaveChangesAsync();
            var shown = await UserRecords.ShowAsync(write, member);
            return Reply.Ok(shown.User, shown.ETag);
        });
        tokens.ForgetPerson(id);
        return answer;
    }
}
