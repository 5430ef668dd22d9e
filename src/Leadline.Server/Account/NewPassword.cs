using System.Diagnostics.CodeAnalysis;
using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Users;
using Microsoft.AspNetCore.Identity;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>Passwords that people choose on a page.</summary>
public sealed class NewPassword(Accounts accounts, AuditLog audit)
{
    private const int Longest = 255;

    /// <summary>What helps to choose one.</summary>
    public string Hint => T["At least {0} characters. Several words are easy to keep in mind.", accounts.ShortestPassword];

    /// <summary>What is wrong with a password that was typed twice.</summary>
    public IReadOnlyList<Problem> Check([NotNull] ref string? password, string? repeated)
    {
        password ??= "";
        var length = password.EnumerateRunes().Count();
        return length < accounts.ShortestPassword || length > Longest ? [new Problem("password", T["The password must be {0} to {1} characters long.", accounts.ShortestPassword, Longest])]
            : password != repeated ? [new Problem("password_confirmation", T["The two passwords are not the same."])]
            : [];
    }

    /// <summary>
    /// Gives an account a password and ends all its sessions, for someone who has proven that its address is theirs. Where nobody had
    /// proven that before, whoever made the account may have left ways in: they are removed.
    /// </summary>
    public async Task SetAsync(HttpContext http, PlatformDb db, UserManager<User> users, User user, string hash, CancellationToken ct)
    {
        await accounts.CloseUnprovenAsync(db, user);
        user.EmailConfirmed = true;
        await ChangeAsync(http, db, users, user, hash);
        await accounts.EndAllAsync(db, user.Id);
    }

    /// <summary>Gives an account a password and moves its stamp, which ends its sessions.</summary>
    public Task ChangeAsync(HttpContext http, PlatformDb db, UserManager<User> users, User user, string hash)
    {
        user.PasswordHash = hash;
        audit.Add(db, AuditEntry.Of(AuditKinds.PasswordChanged, http) with { UserId = user.Id });
        return users.UpdateSecurityStampAsync(user).SavedAsync();
    }

    /// <summary>Hashes a password, which is slow by intent and so belongs before a transaction.</summary>
    public string Hash(string password) => accounts.Hash(password);
}
