using System.Text.Json;

namespace Leadline.Client;

/// <summary>One fact about who got in, by what, and who may do what.</summary>
public sealed record AuditEvent
{
    /// <summary>The event's number.</summary>
    public long Id { get; init; }

    /// <summary>What happened: <c>sign_in.succeeded</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The person it concerns.</summary>
    public long? UserId { get; init; }

    /// <summary>Who acted; null where nobody knows, as for a failed sign-in.</summary>
    public AuditAuthor? Author { get; init; }

    /// <summary>The client id of the app it concerns.</summary>
    public string? AppId { get; init; }

    /// <summary>The address it came from.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser or program calls itself.</summary>
    public string? UserAgent { get; init; }

    /// <summary>What else there is to tell, by kind.</summary>
    public JsonElement? Details { get; init; }
}

/// <summary>Who acted.</summary>
public sealed record AuditAuthor
{
    /// <summary>A <c>person</c>, an <c>app</c>, the <c>operator</c>, or the <c>system</c> itself.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The user's number, the app's client id; for the others the kind itself.</summary>
    public string Id { get; init; } = "";
}
