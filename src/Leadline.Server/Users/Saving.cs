using Microsoft.AspNetCore.Identity;

namespace Leadline.Users;

/// <summary>Changes of an account that nothing a person typed can make fail.</summary>
internal static class Saving
{
    /// <summary>Waits until an account is saved.</summary>
    /// <exception cref="InvalidOperationException">It was not, as when two calls change it at once.</exception>
    public static async Task SavedAsync(this Task<IdentityResult> saving)
    {
        if (await saving is { Succeeded: false } refused)
        {
            throw new InvalidOperationException($"An account could not be changed: {string.Join(" ", refused.Errors.Select(error => error.Code))}.");
        }
    }
}
