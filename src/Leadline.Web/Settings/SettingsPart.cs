using Leadline.Web.Layout;

namespace Leadline.Web.Settings;

/// <summary>A page of the settings.</summary>
/// <param name="Path">Where it is in the tenant: <c>settings/tags</c>.</param>
/// <param name="Label">What it is called, in English.</param>
/// <param name="Scope">What one must be allowed to see it; null for nothing.</param>
/// <param name="IsForOwners">Whether it is for owners alone.</param>
public sealed record SettingsPart(string Path, string Label, string? Scope, bool IsForOwners = false)
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<SettingsPart> All { get; } =
    [
        new("settings", "General", "settings:read"),
        new("settings/statuses", "Statuses", "leads:read"),
        new("settings/sources", "Sources", "leads:read"),
        new("settings/tags", "Tags", "leads:read"),
        new("settings/users", "People", "users:read"),
        new("settings/roles", "Roles", "users:read"),
        new("settings/teams", "Teams", "users:read"),
        new("settings/apps", "Apps", "settings:read", IsForOwners: true),
        new("settings/tokens", "Your tokens", null),
        new("settings/audit", "Sign-ins", "users:read", IsForOwners: true),
        new("settings/deleted", "Deleted things", null),
    ];

    /// <summary>Whether the person may see it.</summary>
    public bool IsFor(Workspace workspace) => (Scope is null || workspace.May(Scope)) && (!IsForOwners || workspace.IsOwner);
}
