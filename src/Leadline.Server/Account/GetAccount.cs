using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>Reads the caller as a user of the tenant: <c>GET /api/v1/account/me</c>.</summary>
public static class GetAccount
{
    internal const string Address = "/account/me";
    internal const string NobodyMessage = "This token stands for no person.";
    internal const string NotHandedOut = "What was handed to another program tells and changes nothing of its person without a scope on users.";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet(Address, HandleAsync)
        .WithName(nameof(GetAccount))
        .WithTags("Account")
        .WithQueryParameters([])
        .Answers<Record<UserResource>>()
        .RequireTenant();

    /// <summary>Reads the caller's own user.</summary>
    /// <remarks>Any token that a person got for themselves will do; a personal token, or one that an app got for them, needs users:read. One of an app itself or the operator answers 403.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        if (caller.UserId is not { } me)
        {
            return ErrorKind.Forbidden.Answer(NobodyMessage);
        }

        if (caller.Token.IsDelegated && !caller.May(Scopes.UsersRead))
        {
            return ErrorKind.Forbidden.Answer(NotHandedOut);
        }

        parameters.RefuseOthersThan([]);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        if (await db.Memberships.AsNoTracking().FirstOrDefaultAsync(member => member.UserId == me && member.DeletedAt == null, ct) is not { } member)
        {
            return Answer.NotFound("user");
        }

        var shown = (await UserRecords.ShowAsync(db, [member]))[0];
        return Answer.Record(shown.User, shown.ETag);
    }
}
