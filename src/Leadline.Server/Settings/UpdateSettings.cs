using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Settings;

/// <summary>Changes the tenant's settings: <c>PUT</c> or <c>PATCH /api/v1/settings</c>.</summary>
public static class UpdateSettings
{
    private static readonly BodyField JournalDays =
        BodyField.Integer("journal_days", "For how many days the journal keeps an entry; null for ever. What is older is gone for good.") with { Minimum = 1, Maximum = 36_500 };

    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/settings", HandleAsync).WithName(nameof(UpdateSettings)).Describe();
        api.MapPatch("/settings", HandleAsync).WithName("PatchSettings").Describe();
    }

    /// <summary>Changes the tenant's settings.</summary>
    /// <remarks>
    /// For owners only. Only the fields that are sent change. Entries of the journal that are older than <c>journal_days</c> are removed within
    /// the hour: their changes leave timelines and the feed, and can no longer be undone.
    /// </remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunAsync("settings.update", async write =>
    {
        if (!await UserRoles.ActsAsOwnerAsync(write.Db, change.Caller))
        {
            return SettingsUndo.OwnersOnly();
        }

        var settings = await write.Db.Settings.FirstOrDefaultAsync();
        var live = settings is { DeletedAt: null } ? settings : null;
        if (!change.IsAllowedOn(live?.Version ?? 0))
        {
            return change.Outdated(SettingsResource.Of(live), RecordTag.Of(live?.Version ?? 0));
        }

        settings ??= write.Db.Insert(new TenantSettings { Id = write.Tenant.Value });
        settings.DeletedAt = null;
        change.Body.RefuseOthersThan([JournalDays]);
        change.Body.Integer(JournalDays, days => settings.JournalDays = (int?)days);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        await write.Db.SaveChangesAsync();
        return Reply.Ok(SettingsResource.Of(settings), RecordTag.Of(settings.Version));
    });

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody([JournalDays], isPartial: true)
        .Answers<Record<SettingsResource>>()
        .RequireScope(Scopes.SettingsWrite);
}
