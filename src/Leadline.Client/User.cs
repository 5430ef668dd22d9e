namespace Leadline.Client;

/// <summary>A person of the tenant: an account's e-mail, and what this tenant knows of the person.</summary>
public sealed record User
{
    /// <summary>The user's number.</summary>
    public long Id { get; init; }

    /// <summary>What colleagues call the person.</summary>
    public string Name { get; init; } = "";

    /// <summary>The address by which the person signs in.</summary>
    public string Email { get; init; } = "";

    /// <summary>The person's title in the company.</summary>
    public string? Title { get; init; }

    /// <summary>The phone number.</summary>
    public string? Phone { get; init; }

    /// <summary>Whom to call in an emergency: the given name.</summary>
    public string? EmergencyContactName { get; init; }

    /// <summary>Whom to call in an emergency: the family name.</summary>
    public string? EmergencyContactSurname { get; init; }

    /// <summary>Whom to call in an emergency: the number.</summary>
    public string? EmergencyContactPhoneNumber { get; init; }

    /// <summary>The blood group.</summary>
    public string? BloodGroup { get; init; }

    /// <summary>The languages spoken.</summary>
    public IReadOnlyList<string>? Language { get; init; }

    /// <summary>The address of a picture.</summary>
    public string? AvatarUrl { get; init; }

    /// <summary>False when the person is locked out of the tenant.</summary>
    public bool IsActive { get; init; }

    /// <summary>When the person was invited; null for one who has joined.</summary>
    public DateTimeOffset? InvitedAt { get; init; }

    /// <summary>A few words about the person.</summary>
    public string? Bio { get; init; }

    /// <summary>When the person last signed in; null until they do.</summary>
    public DateTimeOffset? LastLoginAt { get; init; }

    /// <summary>From where.</summary>
    public string? LastLoginIp { get; init; }

    /// <summary>When the person joined the tenant.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the tenant's record of them was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the person left the tenant.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>What the person is in the tenant.</summary>
    public IReadOnlyList<RoleReference> Roles { get; init; } = [];
}

/// <summary>A role of a user.</summary>
public sealed record RoleReference
{
    /// <summary>The role's number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";
}

/// <summary>A person to be added to the tenant.</summary>
public sealed record NewUser
{
    /// <summary>What colleagues call the person. At most 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The address by which the person signs in. At most 255 characters.</summary>
    public required string Email { get; init; }

    /// <summary>At least 12 characters, kept as typed. Needed for an address that is new here. At most 255 characters.</summary>
    public string? Password { get; init; }

    /// <summary>The same as password. At most 255 characters.</summary>
    public string? PasswordConfirmation { get; init; }

    /// <summary>The phone number. At most 32 characters.</summary>
    public string? Phone { get; init; }

    /// <summary>The person's title in the company. At most 255 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Whom to call in an emergency: the given name. At most 255 characters.</summary>
    public string? EmergencyContactName { get; init; }

    /// <summary>Whom to call in an emergency: the family name. At most 255 characters.</summary>
    public string? EmergencyContactSurname { get; init; }

    /// <summary>Whom to call in an emergency: the number. At most 32 characters.</summary>
    public string? EmergencyContactPhoneNumber { get; init; }

    /// <summary>The blood group. At most 10 characters.</summary>
    public string? BloodGroup { get; init; }

    /// <summary>The languages spoken, a list of texts.</summary>
    public IReadOnlyList<string>? Language { get; init; }

    /// <summary>The address of a picture. At most 1,000 characters.</summary>
    public string? AvatarUrl { get; init; }

    /// <summary>False locks the person out of the tenant; null leaves it as it is.</summary>
    public bool? IsActive { get; init; }

    /// <summary>A few words about the person. At most 1,000 characters.</summary>
    public string? Bio { get; init; }

    /// <summary>The numbers of all roles the person has; null for none.</summary>
    public IReadOnlyList<long>? RoleIds { get; init; }

    /// <summary>The type alone: no password gets into a log.</summary>
    public override string ToString() => nameof(NewUser);
}

/// <summary>What to change of a person; what is not set stays as it is.</summary>
public sealed record UserChange
{
    /// <summary>What colleagues call the person. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The address by which the person signs in. At most 255 characters.</summary>
    public Optional<string> Email { get; init; }

    /// <summary>At least 12 characters, kept as typed. Needed for an address that is new here. At most 255 characters.</summary>
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

    /// <summary>False locks the person out of the tenant; null leaves it as it is.</summary>
    public Optional<bool?> IsActive { get; init; }

    /// <summary>A few words about the person. At most 1,000 characters.</summary>
    public Optional<string?> Bio { get; init; }

    /// <summary>The numbers of all roles the person has; null for none.</summary>
    public Optional<long[]?> RoleIds { get; init; }

    /// <summary>The type alone: no password gets into a log.</summary>
    public override string ToString() => nameof(UserChange);
}
