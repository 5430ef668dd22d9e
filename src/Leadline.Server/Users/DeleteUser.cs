using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Ends a person's membership: <c>DELETE /api/v1/users/{id}</c>; <see cref="RestoreUser"/> brings it back.</summary>
public static class DeleteUser
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/users/{id:long}", HandleAsync)
        .WithName(nameof(DeleteUser))
        .WithQueryParameters([])
        .Answers<Record<Done>>()
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Ends a person's membership of the tenant.</summary>
    /// <remarks>They are locked out at once and can be restored; other tenants are not touched. One active owner stays (409).</remarks>
    /// <param name="id">The user's number.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, BearerTokens tokens)
    {
        var answer = await change.RunAsync("user.delete", async write =>
        {
            if (await write.Db.Memberships.FirstOrDefaultAsync(known => known.UserId == id && known.DeletedAt == null) is not { } member)
            {
                return Reply.NotFound("user");
            }

            if (!change.IsAllowedOn(member.Version))
            {
                var current = await UserRecords.ShowAsync(write, member);
                return change.Outdated(current.User, current.ETag);
            }

            var hadOwner = await UserRoles.HasOwnerAsync(write.Db);
            member.DeletedAt = write.Now;
            await write.Db.SaveChangesAsync();
            return hadOwner && !await UserRoles.HasOwnerAsync(write.Db) ? UserRefusals.LastOwner() : Reply.Deleted("user");
        });
        tokens.ForgetPerson(id);
        return answer;
    }
}
