using Leadline.Account;
using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Preferences;

/// <summary>Reads the caller's preferences: <c>GET /api/v1/account/preferences</c>.</summary>
public static class GetPreferences
{
    internal const string Address = "/account/preferences";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet(Address, HandleAsync)
        .WithName(nameof(GetPreferences))
        .WithQueryParameters([])
        .Answers<Record<PreferencesResource>>()
        .RequireTenant();

    /// <summary>Reads how the page shows itself to the caller in the tenant.</summary>
    /// <remarks>
    /// Any token that a person got for themselves will do; a personal token, or one that an app got for them, needs users:read. One of an app itself or the
    /// operator answers 403. What was never chosen is what is usual.
    /// </remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        if (caller.UserId is not { } me)
        {
            return ErrorKind.Forbidden.Answer(GetAccount.NobodyMessage);
        }

        if (caller.Token.IsDelegated && !caller.May(Scopes.UsersRead))
        {
            return ErrorKind.Forbidden.Answer(GetAccount.NotHandedOut);
        }

        parameters.RefuseOthersThan([]);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        var shown = await PreferencesRecords.ShowAsync(db, await db.Preferences.AsNoTracking().FirstOrDefaultAsync(row => row.UserId == me, ct), caller, ct);
        return Answer.Record(shown.Preferences, shown.ETag);
    }
}
