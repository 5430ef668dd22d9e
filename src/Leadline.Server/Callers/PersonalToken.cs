using System.Security.Cryptography;
using System.Text;

namespace Leadline.Callers;

/// <summary>A token that a person made for a script of theirs; it stands for them in one tenant.</summary>
public sealed class PersonalToken
{
    /// <summary>What every one begins with, so that people and scanners know it by sight.</summary>
    public const string Prefix = "llp_";

    /// <summary>The token's number.</summary>
    public long Id { get; set; }

    /// <summary>The person.</summary>
    public long UserId { get; set; }

    /// <summary>The tenant it counts in.</summary>
    public long TenantId { get; set; }

    /// <summary>The tenant whose provider had vouched for the person when they made it; null for a sign-in of their own.</summary>
    public long? ProviderTenantId { get; set; }

    /// <summary>What the person calls it.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>What it is good for, separated by blanks.</summary>
    public required string Scopes { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it ends.</summary>
    public DateTime ExpiresAt { get; set; }

    /// <summary>When it was last used, to a minute; null for never.</summary>
    public DateTime? LastUsedAt { get; set; }

    /// <summary>Whether a bearer token is a personal one.</summary>
    public static bool IsOne(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The hash under which a token is kept. It is 256 random bits, so that one round of a hash leaves nothing to guess.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
