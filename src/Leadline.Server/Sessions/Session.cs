namespace Leadline.Sessions;

/// <summary>A browser in which a person is signed in; the cookie holds the key, the row its hash.</summary>
public sealed class Session
{
    /// <summary>The session's number.</summary>
    public long Id { get; set; }

    /// <summary>SHA-256 of the key.</summary>
    public required byte[] KeyHash { get; set; }

    /// <summary>Who is signed in.</summary>
    public long UserId { get; set; }

    /// <summary>The tenant whose provider vouched for the person, and for which alone the session counts; null for a session that counts for all of theirs.</summary>
    public long? ProviderTenantId { get; set; }

    /// <summary>What the cookie handler keeps of the sign-in, serialized.</summary>
    public required byte[] Ticket { get; set; }

    /// <summary>The address the sign-in came from.</summary>
    public string? Address { get; set; }

    /// <summary>What the browser calls itself, shortened.</summary>
    public string? UserAgent { get; set; }

    /// <summary>When the person signed in.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When the session was last used, to a minute.</summary>
    public DateTime LastSeenAt { get; set; }

    /// <summary>When it ends by itself.</summary>
    public DateTime ExpiresAt { get; set; }
}
