using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Users;

namespace Leadline.Settings;

/// <summary>What only an owner may set, only an owner may set back.</summary>
internal static class SettingsUndo
{
    public static UndoGuard Guard { get; } = new([SettingsModule.Entity, SettingsModule.ProfileEntity], async (write, caller) =>
    {
        var isOwner = await UserRoles.ActsAsOwnerAsync(write.Db, caller);
        return new UndoWatch(async () => isOwner ? await TenantProfiles.PublishAsync(write) : OwnersOnly(), () => { });
    });

    public static Reply OwnersOnly() => Reply.Refuse(ErrorKind.Forbidden, "Only an owner of the tenant may change its settings.");
}
