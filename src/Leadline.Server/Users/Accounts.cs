using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>The accounts by which people sign in, within a change: ASP.NET Core Identity in the change's own transaction.</summary>
public sealed class Accounts(IServiceProvider services)
{
    /// <summary>Finds the account of an address, or makes it.</summary>
    /// <returns>The account, and whether it is new.</returns>
    /// <exception cref="SetupException">The address or password is refused.</exception>
    public async Task<(User User, bool IsNew)> FindOrCreateAsync(TenantWrite write, string email, string name, string? password)
    {
        using var users = In(write);
        if (await users.FindByEmailAsync(email) is { } known)
        {
            return (known, false);
        }

        var user = new User { UserName = email, Email = email, Name = name, CreatedAt = write.Now };
        var result = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
        return result.Succeeded ? (user, true) : throw new SetupException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }

    /// <summary>The accounts, in the change's transaction.</summary>
    public UserManager<User> In(TenantWrite write) =>
        ActivatorUtilities.CreateInstance<UserManager<User>>(services, new UserOnlyStore<User, PlatformDb, long>(write.Platform));
}
