using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Users.SecondFactors;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.Users;

/// <summary>The accounts by which people sign in, within a change: ASP.NET Core Identity in the change's own transaction.</summary>
public sealed class Accounts(IServiceProvider services, LeadlineDatabase database, SecretBox box, IEnumerable<WayIn> others, IOptions<IdentityOptions> options)
{
    /// <summary>The fewest characters of a password.</summary>
    public int ShortestPassword => options.Value.Password.RequiredLength;

    /// <summary>Finds the account of an address, or makes it. The operator vouches for the address of one that is made.</summary>
    /// <returns>The account, and whether it is new.</returns>
    /// <exception cref="SetupException">The address or password is refused.</exception>
    public async Task<(User User, bool IsNew)> FindOrCreateAsync(TenantWrite write, string email, string name, string? password)
    {
        using var users = In(write);
        if (await users.FindByEmailAsync(email) is { } known)
        {
            return (known, false);
        }

        var user = new User { UserName = email, Email = email, Name = name, CreatedAt = write.Now, EmailConfirmed = true };
        var result = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
        return result.Succeeded ? (user, true) : throw new SetupException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }

    /// <summary>Finds the account of an address; null for none.</summary>
    public async Task<User?> FindAsync(TenantWrite write, string email)
    {
        using var users = In(write);
        return await users.FindByEmailAsync(email);
    }

    /// <summary>Makes an account.</summary>
    /// <param name="write">The change.</param>
    /// <param name="email">The address, of no account yet.</param>
    /// <param name="name">What colleagues call the person.</param>
    /// <param name="passwordHash">From <see cref="Hash"/>; null for a person who sets one by the invitation.</param>
    /// <returns>The account; null when the address is refused.</returns>
    public async Task<User?> CreateAsync(TenantWrite write, string email, string name, string? passwordHash)
    {
        using var users = In(write);
        var user = new User { UserName = email, Email = email, Name = name, CreatedAt = write.Now, PasswordHash = passwordHash };
        return (await users.CreateAsync(user)).Succeeded ? user : null;
    }

    /// <summary>Changes by what a person signs in.</summary>
    /// <param name="write">The change.</param>
    /// <param name="id">The account.</param>
    /// <param name="email">The new address; null keeps it.</param>
    /// <param name="passwordHash">From <see cref="Hash"/>; null keeps the password.</param>
    /// <param name="byHolder">True for the person themselves. Whoever else chose an address or a password could sign in by it, so nothing is proven then.</param>
    /// <returns>False when the address is refused, since it is another account's.</returns>
    public async Task<bool> ChangeAsync(TenantWrite write, long id, string? email, string? passwordHash, bool byHolder)
    {
        using var users = In(write);
        var user = await write.Platform.Users.SingleAsync(known => known.Id == id);
        if (email is not null && email != user.Email)
        {
            (user.UserName, user.Email, user.EmailConfirmed) = (email, email, false);
        }

        user.EmailConfirmed &= byHolder;

        user.PasswordHash = passwordHash ?? user.PasswordHash;
        return (await users.UpdateSecurityStampAsync(user)).Succeeded;
    }

    /// <summary>
    /// Takes every way in from an account whose address nobody has proven to be theirs until now: whoever made it may know its password, or have
    /// left a second factor, a passkey, a session or a token. To be saved with the account, which the holder of the address gives a new password;
    /// a change of it that is under way fails.
    /// </summary>
    /// <returns>Whether there was a password, a passkey or a link to a provider.</returns>
    public async Task<bool> CloseUnprovenAsync(PlatformDb db, User user)
    {
        if (user.EmailConfirmed)
        {
            return false;
        }

        var hadPassword = user.PasswordHash is not null;
        (user.PasswordHash, user.TwoFactorEnabled, user.SecurityStamp, user.ConcurrencyStamp) = (null, false, Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        var passkeys = await db.Set<IdentityUserPasskey<long>>().Where(passkey => passkey.UserId == user.Id).ExecuteDeleteAsync();
        var logins = await db.Set<IdentityUserLogin<long>>().Where(login => login.UserId == user.Id).ExecuteDeleteAsync();
        await db.Set<IdentityUserToken<long>>().Where(token => token.UserId == user.Id).ExecuteDeleteAsync();
        await EndAllAsync(db, user.Id);
        return hadPassword || passkeys + logins > 0;
    }

    /// <summary>Ends whatever an account was used with until now: sessions, tokens of apps, personal tokens.</summary>
    public async Task EndAllAsync(PlatformDb db, long user)
    {
        foreach (var other in others)
        {
            await other.CloseAsync(db, user);
        }
    }

    /// <summary>Tries a password. It is slow by intent, and so belongs before a change, which others wait for.</summary>
    /// <returns>The hash that it fits, which the change compares with the account's again; null when it is wrong, or the account has none.</returns>
    public async Task<string?> FittingHashAsync(long id, string password)
    {
        await using var db = database.Platform();
        var user = await db.Users.AsNoTracking().SingleAsync(known => known.Id == id);
        using var scope = services.CreateScope();
        return user.PasswordHash is { } hash
            && scope.ServiceProvider.GetRequiredService<IPasswordHasher<User>>().VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed
            ? hash
            : null;
    }

    /// <summary>Whether an account still has the password of this hash.</summary>
    public static Task<bool> HasHashAsync(TenantWrite write, long id, string hash) => write.Platform.Users.AnyAsync(user => user.Id == id && user.PasswordHash == hash);

    /// <summary>Hashes a password. It is slow by intent, and so belongs before a change, which others wait for.</summary>
    public string Hash(string password)
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IPasswordHasher<User>>().HashPassword(new User { Name = "" }, password);
    }

    /// <summary>The accounts, in the change's transaction.</summary>
    public UserManager<User> In(TenantWrite write) =>
        ActivatorUtilities.CreateInstance<UserManager<User>>(services, new SealedUserStore(write.Platform, box));
}
