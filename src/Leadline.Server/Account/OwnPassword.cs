using System.Globalization;
using Leadline.Platform.Http;
using Leadline.Platform.Pages;
using Leadline.Users;
using Microsoft.AspNetCore.Identity;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>Asks a person who is signed in for their password again. Guesses count as those at signing in do.</summary>
public sealed class OwnPassword(SignInGuard guard, UserManager<User> users)
{
    /// <summary>What is wrong with what was typed; nothing where it is the password.</summary>
    /// <param name="http">The request.</param>
    /// <param name="user">The person.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="field">The field it was typed in.</param>
    public async Task<IReadOnlyList<Problem>> CheckAsync(HttpContext http, User user, string? typed, string field = "password")
    {
        var attempt = await guard.BeginAsync(http, SignInGuard.Password, user.Email, user);
        if (attempt.RetryAfter is { } wait)
        {
            return [new Problem(field, T["There were too many wrong passwords. Wait {0} minutes and try again.", (wait + 59) / 60])];
        }

        if (await users.CheckPasswordAsync(user, typed ?? ""))
        {
            attempt.Succeed();
            return [];
        }

        guard.NoteFailure(http, user, "password");
        return [new Problem(field, T["The password is wrong."])];
    }

    /// <summary>Tries the password of now that was sent to the API; guesses count there, too. To be called before the change, for it hashes.</summary>
    /// <returns>The hash that it fits; null when none was sent, it is wrong, or there were too many wrong ones.</returns>
    public async Task<string?> ProveAsync(HttpContext http, Body body, Accounts accounts, long person)
    {
        if (!body.Has(Credentials.Current) || await users.FindByIdAsync(person.ToString(CultureInfo.InvariantCulture)) is not { } user)
        {
            return null;
        }

        var attempt = await guard.BeginAsync(http, SignInGuard.Password, user.Email, user);
        if (attempt.IsRefused)
        {
            body.Reject(Credentials.Current.Name, "was wrong too often: wait some minutes");
            return null;
        }

        var proof = await Credentials.ProveAsync(body, accounts, person);
        if (proof is null)
        {
            guard.NoteFailure(http, user, "password");
        }
        else
        {
            attempt.Succeed();
        }

        return proof;
    }
}
