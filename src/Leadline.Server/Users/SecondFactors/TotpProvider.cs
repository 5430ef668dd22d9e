using Leadline.Platform.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.SecondFactors;

/// <summary>The last code of an authenticator app that an account has used.</summary>
public sealed class UsedCode
{
    /// <summary>Whose.</summary>
    public long UserId { get; set; }

    /// <summary>The step the code belongs to; earlier ones count as used.</summary>
    public long Step { get; set; }
}

/// <summary>Checks codes of authenticator apps. Each counts once (RFC 6238 section 5.2): whoever has seen one typed cannot use it too.</summary>
public sealed class TotpProvider(LeadlineDatabase database, TimeProvider clock) : IUserTwoFactorTokenProvider<User>
{
    /// <inheritdoc />
    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) => Task.FromResult("");

    /// <inheritdoc />
    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user) =>
        await manager.GetAuthenticatorKeyAsync(user) is { } key && await UseAsync(user, key, token);

    /// <inheritdoc />
    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) => await manager.GetAuthenticatorKeyAsync(user) is not null;

    /// <summary>Uses a code up.</summary>
    /// <returns>False for a wrong one, and for one that was used.</returns>
    public async Task<bool> UseAsync(User user, string key, string code)
    {
        if (Totp.StepOf(key, code, clock.GetUtcNow()) is not { } step)
        {
            return false;
        }

        await using var db = database.Platform();
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO used_codes (user_id, step) VALUES ({user.Id}, {step})
            ON CONFLICT (user_id) DO UPDATE SET step = excluded.step WHERE excluded.step > used_codes.step
            """) == 1;
    }
}
