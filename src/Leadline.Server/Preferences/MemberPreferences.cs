using Leadline.Platform.Database;

namespace Leadline.Preferences;

/// <summary>
/// What a member has chosen of how the page shows itself; a row each, made by the first choice. It is the person's own, like a session: not journalled, and no
/// undo touches it.
/// </summary>
public sealed class MemberPreferences : IUnjournalled
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The member.</summary>
    public long UserId { get; set; }

    /// <summary>What was chosen: the text of a JSON object.</summary>
    public required string Chosen { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>Counts its changes, from 1.</summary>
    public long Version { get; set; } = 1;
}
