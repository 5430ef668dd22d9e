using Leadline.Callers;

namespace Leadline.Apps;

/// <summary>A token that a person made for a script of theirs.</summary>
/// <param name="Id">The token's number.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="Token">The token itself, <c>llp_…</c>: only in the answer that made it, and null ever after.</param>
/// <param name="Scopes">What it is good for, as far as the person's roles allow it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="LastUsedAt">When it was last used, to a minute; null for never.</param>
public sealed record PersonalTokenResource(
    long Id, string Name, string? Token, IReadOnlyList<string> Scopes, DateTime CreatedAt, DateTime ExpiresAt, DateTime? LastUsedAt)
{
    /// <summary>The resource of a token.</summary>
    public static PersonalTokenResource Of(PersonalToken token) =>
        new(token.Id, token.Name, Token: null, token.Scopes.Split(' '), token.CreatedAt, token.ExpiresAt, token.LastUsedAt);
}

/// <summary>The caller's tokens in the tenant.</summary>
/// <param name="Data">Each of them, newest first.</param>
public sealed record PersonalTokenList(IReadOnlyList<PersonalTokenResource> Data);
