using Leadline.Platform.Database;

namespace Leadline.Users;

/// <summary>A way into accounts that another module keeps: sessions, tokens.</summary>
/// <param name="CloseAsync">Closes it for an account, in the change at hand.</param>
public sealed record WayIn(Func<PlatformDb, long, Task> CloseAsync);
