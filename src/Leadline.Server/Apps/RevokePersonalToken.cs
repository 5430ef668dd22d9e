using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.Apps;

/// <summary>Ends a personal token: <c>DELETE /api/v1/account/tokens/{id}</c>.</summary>
public static class RevokePersonalToken
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/account/tokens/{id:long}", HandleAsync)
        .WithName(nameof(RevokePersonalToken))
        .Answers<Record<Done>>()
        .RequireTenant();

    /// <summary>Ends a token that the caller made for a script of theirs.</summary>
    /// <remarks>It is refused within a second on every process.</remarks>
    /// <param name="id">The token's number; another person's answers 404.</param>
    public static Task<IResult> HandleAsync(long id, Change change, PersonalTokens tokens, HttpContext http) => change.RunAsync("personal_token.revoke", async write =>
    {
        if (change.Caller.UserId is not { } user || await tokens.FindAsync(write.Platform, user, write.Tenant, id, CancellationToken.None) is not { } token)
        {
            return Reply.NotFound("token");
        }

        change.Body.RefuseOthersThan([]);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        tokens.Revoke(write.Platform, token, http);
        await write.Platform.SaveChangesAsync();
        return Reply.Deleted("token");
    });
}
