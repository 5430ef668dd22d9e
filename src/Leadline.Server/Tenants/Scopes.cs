namespace Leadline.Tenants;

/// <summary>What a token may be good for.</summary>
public static class Scopes
{
    /// <summary>See leads.</summary>
    public const string LeadsRead = "leads:read";

    /// <summary>Change leads.</summary>
    public const string LeadsWrite = "leads:write";

    /// <summary>See customers.</summary>
    public const string CustomersRead = "customers:read";

    /// <summary>Change customers.</summary>
    public const string CustomersWrite = "customers:write";

    /// <summary>See the tenant's settings.</summary>
    public const string SettingsRead = "settings:read";

    /// <summary>Change the tenant's settings.</summary>
    public const string SettingsWrite = "settings:write";

    /// <summary>See users.</summary>
    public const string UsersRead = "users:read";

    /// <summary>Change users.</summary>
    public const string UsersWrite = "users:write";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [LeadsRead, LeadsWrite, CustomersRead, CustomersWrite, SettingsRead, SettingsWrite, UsersRead, UsersWrite];

    /// <summary>Those to see something.</summary>
    public static IReadOnlyList<string> ToRead { get; } = [.. All.Where(scope => scope.EndsWith(":read", StringComparison.Ordinal))];

    /// <summary>Those to change something.</summary>
    public static IReadOnlyList<string> ToWrite { get; } = [.. All.Where(scope => scope.EndsWith(":write", StringComparison.Ordinal))];

    /// <summary>What a role of a new tenant may do.</summary>
    public static IReadOnlyList<string> Of(string role) => role switch
    {
        Role.Owner => All,
        "manager" => [LeadsRead, LeadsWrite, CustomersRead, CustomersWrite, SettingsRead, SettingsWrite, UsersRead],
        "agent" => [LeadsRead, LeadsWrite, CustomersRead, CustomersWrite, SettingsRead, UsersRead],
        _ => [LeadsRead, CustomersRead, SettingsRead, UsersRead],
    };

    /// <summary>Reads a space-separated list of scopes (RFC 6749 section 3.3).</summary>
    /// <returns>The scopes, all of them for an empty list; or the first that is not known.</returns>
    public static (IReadOnlyList<string> Scopes, string? Unknown) Parse(string? list)
    {
        var named = (list ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        return (named.Count > 0 ? named : All, named.FirstOrDefault(scope => !All.Contains(scope)));
    }
}
