using Leadline.Platform.Database;

namespace Leadline.Sessions;

/// <summary>Whether what vouched for a person at sign-in, a tenant's provider, still does. It is asked in the change that writes the session.</summary>
/// <param name="StandsAsync">Tells it, by the name that the sign-in carries.</param>
public sealed record Voucher(Func<PlatformDb, string, Task<bool>> StandsAsync)
{
    /// <summary>Under which name a sign-in carries what vouched for it.</summary>
    public const string Item = "voucher";
}

/// <summary>What vouched for a person at sign-in is gone or another by now, so that no session began.</summary>
public sealed class VoucherEndedException() : Exception("The provider was changed while somebody signed in by it.");
