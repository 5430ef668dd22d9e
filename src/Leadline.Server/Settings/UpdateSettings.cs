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

    private static readonly BodyField SecondFactorRequired =
        BodyField.Boolean("second_factor_required", "True where the tenant counts only for members who sign in with a second factor; null leaves it as it is.");

    private static readonly IReadOnlyList<BodyField> Fields = [JournalDays, SecondFactorRequired];

    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/settings", HandleAsync).WithName(nameof(UpdateSettings)).Describe();
        api.MapPatch("/settings", HandleAsync).WithName("PatchSettings").Describe();
    }

    /// <summary>Changes the tenant's settings.</summary>
    /// <remarks>
    /// For owners only. Only the fields that are sent change. Entries of the journal that are older than <c>journal_days</c> are removed within
    /// the hour: their changes leave timelines and the feed, and can no longer be undone. <c>second_factor_required</c> locks members without a second
    /// factor out of the tenant until they set one up; whoever sets it has one (409).
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
        if (live is null)
        {
            // What an undo took back is not set again by what is set now.
            (settings.JournalDays, settings.SecondFactorRequired, settings.DeletedAt) = (null, false, null);
        }

        var wasRequired = settings.SecondFactorRequired;
        change.Body.RefuseOthersThan(Fields);
        change.Body.Integer(JournalDays, days => settings.JournalDays = (int?)days);
        change.Body.Boolean(SecondFactorRequired, isRequired => settings.SecondFactorRequired = isRequired ?? wasRequired);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (settings.SecondFactorRequired && !wasRequired && change.Caller.UserId is { } setter
            && !await write.Platform.Users.AnyAsync(user => user.Id == setter && user.TwoFactorEnabled))
        {
            return Reply.Conflict("Set up your own second factor first, at /account/security: you would lock yourself out.");
        }

        await write.Db.SaveChangesAsync();
        return Reply.Ok(SettingsResource.Of(settings), RecordTag.Of(settings.Version));
    });

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(Fields, isPartial: true)
        .Answers<Record<SettingsResource>>()
        .RequireScope(Scopes.SettingsWrite);
}
