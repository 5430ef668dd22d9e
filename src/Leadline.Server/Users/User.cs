using Microsoft.AspNetCore.Identity;

namespace Leadline.Users;

/// <summary>A person who may sign in; one person may be a member of several tenants.</summary>
public sealed class User : IdentityUser<long>
{
    /// <summary>What colleagues call the person.</summary>
    public required string Name { get; set; }

    /// <summary>When the person was added.</summary>
    public DateTime CreatedAt { get; set; }
}
