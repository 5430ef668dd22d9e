namespace Leadline.OAuth;

/// <summary>A key of the installation, kept encrypted under its secret.</summary>
public sealed class InstallationKey
{
    /// <summary>The key's number.</summary>
    public long Id { get; set; }

    /// <summary>What it is for: <see cref="Signing"/> or <see cref="Encryption"/>.</summary>
    public required string Purpose { get; set; }

    /// <summary>The key itself, sealed by <see cref="Platform.SecretBox"/>.</summary>
    public required byte[] Sealed { get; set; }

    /// <summary>When it was made; from then on it is published.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>From when on it is used for new tokens, until the next one is.</summary>
    public DateTime UsedFrom { get; set; }

    /// <summary>Signs access tokens: an ECDSA key on P-256 (ES256, RFC 7518 section 3.4).</summary>
    public const string Signing = "signing";

    /// <summary>Encrypts what only the server itself reads back: 256 random bits.</summary>
    public const string Encryption = "encryption";

    /// <summary>All purposes.</summary>
    public static IReadOnlyList<string> Purposes { get; } = [Signing, Encryption];
}
