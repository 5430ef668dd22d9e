using Leadline.Callers;
using Leadline.Journal;
using Leadline.Mail;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Sends an invitation anew: <c>POST /api/v1/users/{id}/invitation</c>.</summary>
public static class InviteUser
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/users/{id:long}/invitation", HandleAsync)
        .WithName(nameof(InviteUser))
        .WithQueryParameters([])
        .Answers<Record<UserResource>>()
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Sends an invitation anew.</summary>
    /// <remarks>The mail goes to the address the person has now, five times an hour at most. 409 for a person who has joined.</remarks>
    /// <param name="id">The user's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, HttpContext http, PublicAddress here, Outbox outbox) => change.RunAsync("user.invite", async write =>
    {
        if (await write.Db.Memberships.FirstOrDefaultAsync(known => known.UserId == id && known.DeletedAt == null) is not { } member)
        {
            return Reply.NotFound("user");
        }

        var shown = await UserRecords.ShowAsync(write, member);
        if (!change.IsAllowedOn(member.Version))
        {
            return change.Outdated(shown.User, shown.ETag);
        }

        if (member.InvitedAt is null)
        {
            return Reply.Conflict("This person has joined already.");
        }

        if (here.Of(http) is not { } begin)
        {
            return Reply.Conflict("No mail can be sent, since the server does not know its public address: set LEADLINE__PUBLICURL.");
        }

        member.InvitedAt = write.Now;
        await write.Db.SaveChangesAsync();
        await outbox.AddAsync(write, new LetterOrder(AccountLetters.Invitation, begin, UserId: id, TenantId: write.Tenant.Value));
        shown = await UserRecords.ShowAsync(write, member);
        return Reply.Ok(shown.User, shown.ETag);
    });
}
