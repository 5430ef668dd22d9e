using Leadline.Tenants;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.OAuth;

/// <summary>What scopes mean to people.</summary>
public static class ScopeText
{
    /// <summary>The scope in plain words, to be read after "It will be able to".</summary>
    public static string Of(string scope) => scope switch
    {
        SignInScopes.OpenId => T["know that it is you"],
        SignInScopes.Profile => T["see your name"],
        SignInScopes.Email => T["see your e-mail address"],
        SignInScopes.OfflineAccess => T["go on while you are away, until you take it back"],
        Scopes.LeadsRead => T["see leads, their notes and their history"],
        Scopes.LeadsWrite => T["add, change and delete leads"],
        Scopes.CustomersRead => T["see customers, their notes and their history"],
        Scopes.CustomersWrite => T["add, change and delete customers"],
        Scopes.SettingsRead => T["see settings, statuses and tags"],
        Scopes.SettingsWrite => T["change settings, statuses and tags"],
        Scopes.UsersRead => T["see the people you work with, and their roles"],
        Scopes.UsersWrite => T["add, change and remove people you work with"],
        _ => scope,
    };
}
