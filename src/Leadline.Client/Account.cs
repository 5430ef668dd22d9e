namespace Leadline.Client;

/// <summary>A tenant as its members see it.</summary>
public sealed record Tenant
{
    /// <summary>What <c>X-Tenant</c> takes.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The address of its logo.</summary>
    public string? LogoUrl { get; init; }
}

/// <summary>What the caller is and may do in the tenant.</summary>
public sealed record AccountRoles
{
    /// <summary>The names of their roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The scopes these allow: <c>leads:read</c>.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Whose leads and customers they see, see <see cref="LeadVisibility"/>.</summary>
    public string Visibility { get; init; } = "";

    /// <summary>The names of the teams they are in.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];
}

/// <summary>What people change of themselves; what is not set stays as it is.</summary>
public sealed record AccountChange
{
    /// <summary>What colleagues call the person. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The address by which the person signs in. At most 255 characters.</summary>
    public Optional<string> Email { get; init; }

    /// <summary>At least 12 characters, kept as typed. At most 255 characters.</summary>
    public Optional<string> Password { get; init; }

    /// <summary>The same as password. At most 255 characters.</summary>
    public Optional<string> PasswordConfirmation { get; init; }

    /// <summary>The phone number. At most 32 characters.</summary>
    public Optional<string?> Phone { get; init; }

    /// <summary>The person's title in the company. At most 255 characters.</summary>
    public Optional<string?> Title { get; init; }

    /// <summary>Whom to call in an emergency: the given name. At most 255 characters.</summary>
    public Optional<string?> EmergencyContactName { get; init; }

    /// <summary>Whom to call in an emergency: the family name. At most 255 characters.</summary>
    public Optional<string?> EmergencyContactSurname { get; init; }

    /// <summary>Whom to call in an emergency: the number. At most 32 characters.</summary>
    public Optional<string?> EmergencyContactPhoneNumber { get; init; }

    /// <summary>The blood group. At most 10 characters.</summary>
    public Optional<string?> BloodGroup { get; init; }

    /// <summary>The languages spoken: Turkish, English, Other.</summary>
    public Optional<string[]?> Language { get; init; }

    /// <summary>The address of a picture. At most 1,000 characters.</summary>
    public Optional<string?> AvatarUrl { get; init; }

    /// <summary>A few words about the person. At most 1,000 characters.</summary>
    public Optional<string?> Bio { get; init; }

    /// <summary>The password until now. Needed to change e-mail or password. At most 255 characters.</summary>
    public Optional<string> CurrentPassword { get; init; }

    /// <summary>The type alone: no password gets into a log.</summary>
    public override string ToString() => nameof(AccountChange);
}

/// <summary>The form in which the caller's tenants are answered.</summary>
internal sealed record TenantList
{
    public IReadOnlyList<Tenant>? Data { get; init; }
}
