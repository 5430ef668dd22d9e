namespace Leadline.Users;

/// <summary>The letters that changes of users ask for.</summary>
public static class AccountLetters
{
    /// <summary>Invites a person to a tenant.</summary>
    public const string Invitation = "invitation";

    /// <summary>Asks a person to confirm an address.</summary>
    public const string Email = "email";

    /// <summary>Tells a person that the former ways into their account have ended.</summary>
    public const string WaysInEnded = "ways_in_ended";
}
