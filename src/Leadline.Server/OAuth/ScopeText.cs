using Leadline.Tenants;

namespace Leadline.OAuth;

/// <summary>What scopes mean to people.</summary>
public static class ScopeText
{
    /// <summary>The scope in plain words, to be read after "It will be able to".</summary>
    public static string Of(string scope) => scope switch
    {
        SignInScopes.OpenId => "know that it is you",
        SignInScopes.Profile => "see your name",
        SignInScopes.Email => "see your e-mail address",
        SignInScopes.OfflineAccess => "go on while you are away, until you take it back",
        Scopes.LeadsRead => "see leads, their notes and their history",
        Scopes.LeadsWrite => "add, change and delete leads",
        Scopes.CustomersRead => "see customers, their notes and their history",
        Scopes.CustomersWrite => "add, change and delete customers",
        Scopes.SettingsRead => "see settings, statuses and tags",
        Scopes.SettingsWrite => "change settings, statuses and tags",
        Scopes.UsersRead => "see the people you work with, and their roles",
        Scopes.UsersWrite => "add, change and remove people you work with",
        _ => scope,
    };
}
