using Leadline.Account;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Preferences;

/// <summary>Changes the caller's preferences: <c>PATCH /api/v1/account/preferences</c>, a JSON merge patch (RFC 7396).</summary>
public static class UpdatePreferences
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPatch(GetPreferences.Address, HandleAsync)
        .WithName(nameof(UpdatePreferences))
        .WithBody(PreferencesFields.All, isPartial: true)
        .Answers<Record<PreferencesResource>>()
        .RequireTenant();

    /// <summary>Changes how the page shows itself to the caller in the tenant.</summary>
    /// <remarks>
    /// Only what is sent changes, within default_view_id, pinned_view_ids and columns list by list; null gives back what is usual. Any token that a person got
    /// for themselves will do; a personal token, or one that an app got for them, needs users:write. A view that is named is one of the list that the caller sees (422).
    /// Preferences are the person's own: they are not journalled, and no undo touches them.
    /// </remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunBesideAsync("preferences.update", async write =>
    {
        if (change.Caller.UserId is not { } me)
        {
            return Reply.Refuse(ErrorKind.Forbidden, GetAccount.NobodyMessage);
        }

        if (change.Caller.Token.IsDelegated && !change.Caller.May(Scopes.UsersWrite))
        {
            return Reply.Refuse(ErrorKind.Forbidden, GetAccount.NotHandedOut);
        }

        var row = await write.Db.Preferences.FirstOrDefaultAsync(row => row.UserId == me);
        if (!change.IsAllowedOn(row?.Version ?? 0))
        {
            var current = await PreferencesRecords.ShowAsync(write.Db, row, change.Caller, CancellationToken.None);
            return change.Outdated(current.Preferences, current.ETag);
        }

        var chosen = PreferencesRecords.ChosenOf(row);
        await CheckAsync(write.Db, change, PreferencesFields.Set(change.Body, chosen));
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        row = Keep(write, row, me, chosen);
        await write.Db.SaveChangesAsync();
        var shown = await PreferencesRecords.ShowAsync(write.Db, row, change.Caller, CancellationToken.None);
        return Reply.Ok(shown.Preferences, shown.ETag);
    });

    private static async Task CheckAsync(TenantDb db, Change change, IReadOnlyList<NamedView> named)
    {
        var seen = await PreferencesRecords.SeenAsync(db, change.Caller, [.. named.Select(view => view.Id)], CancellationToken.None);
        foreach (var unseen in named.Where(view => !seen.Contains((view.Id, view.List))).GroupBy(view => view.Field, view => view.Id))
        {
            change.Body.Reject(unseen.Key, $"names {string.Join(", ", unseen)}, which {(unseen.Count() == 1 ? "is no saved view" : "are no saved views")} of this list");
        }
    }

    private static MemberPreferences Keep(TenantWrite write, MemberPreferences? row, long user, PreferencesResource chosen)
    {
        if (row is null)
        {
            row = write.Db.Insert(new MemberPreferences { UserId = user, Chosen = "" });
        }
        else
        {
            row.Version++;
        }

        PreferencesRecords.Choose(row, chosen);
        row.UpdatedAt = write.Now;
        return row;
    }
}
