namespace Leadline.Web.Settings;

/// <summary>What the scopes are called.</summary>
public static class Rights
{
    /// <summary>The areas, each with the scope to see it and the scope to change it.</summary>
    public static IReadOnlyList<(string Label, string See, string Change)> Areas { get; } =
    [
        ("Leads", "leads:read", "leads:write"),
        ("Customers", "customers:read", "customers:write"),
        ("Settings", "settings:read", "settings:write"),
        ("People", "users:read", "users:write"),
    ];

    /// <summary>What a scope allows, in English.</summary>
    public static string LabelOf(string scope) => scope switch
    {
        "leads:read" => "See leads",
        "leads:write" => "Change leads",
        "customers:read" => "See customers",
        "customers:write" => "Change customers",
        "settings:read" => "See settings",
        "settings:write" => "Change settings",
        "users:read" => "See people",
        "users:write" => "Change people",
        _ => scope,
    };

    /// <summary>Whose leads are seen, in English.</summary>
    public static string LabelOfVisibility(string visibility) => visibility switch
    {
        Client.LeadVisibility.Own => "their own",
        Client.LeadVisibility.Team => "their teams'",
        _ => "all",
    };

    /// <summary>What a role is called: those that every tenant has, in the person's language.</summary>
    public static string LabelOfRole(string name) => name switch
    {
        "owner" => "tenant owner",
        "manager" => "manager",
        "agent" => "agent",
        "viewer" => "viewer",
        _ => name,
    };
}
