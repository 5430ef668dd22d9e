using System.Security.Cryptography;
using System.Text;
using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Leadline.Users.SecondFactors;

/// <summary>Accounts in the database, with what second factors are checked by: keys sealed under the installation's secret, recovery codes hashed and sealed.</summary>
public sealed class SealedUserStore(PlatformDb db, SecretBox box) : UserOnlyStore<User, PlatformDb, long>(db)
{
    private const string Provider = "leadline";
    private const string Key = "authenticator";
    private const string Codes = "recovery_codes";

    /// <inheritdoc />
    public override async Task SetAuthenticatorKeyAsync(User user, string key, CancellationToken cancellationToken) =>
        await SetTokenAsync(user, Provider, Key, Seal(key), cancellationToken);

    /// <inheritdoc />
    public override async Task<string?> GetAuthenticatorKeyAsync(User user, CancellationToken cancellationToken) =>
        await GetTokenAsync(user, Provider, Key, cancellationToken) is { } kept ? Open(kept) : null;

    /// <summary>Takes key and recovery codes away; to be saved with the account.</summary>
    public async Task RemoveSecondFactorAsync(User user, CancellationToken ct)
    {
        await RemoveTokenAsync(user, Provider, Key, ct);
        await RemoveTokenAsync(user, Provider, Codes, ct);
    }

    /// <inheritdoc />
    public override Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        KeepAsync(user, recoveryCodes.Select(HashOf), cancellationToken);

    /// <inheritdoc />
    public override async Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        var (kept, typed) = (await HashesAsync(user, cancellationToken), Encoding.ASCII.GetBytes(HashOf(code)));
        var left = kept.Where(hash => !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), typed)).ToList();
        if (left.Count == kept.Length)
        {
            return false;
        }

        await KeepAsync(user, left, cancellationToken);
        return true;
    }

    /// <inheritdoc />
    public override async Task<int> CountCodesAsync(User user, CancellationToken cancellationToken) => (await HashesAsync(user, cancellationToken)).Length;

    private Task KeepAsync(User user, IEnumerable<string> hashes, CancellationToken ct) => SetTokenAsync(user, Provider, Codes, Seal(string.Join(' ', hashes)), ct);

    private async Task<string[]> HashesAsync(User user, CancellationToken ct) =>
        await GetTokenAsync(user, Provider, Codes, ct) is { } kept ? Open(kept).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

    private string Seal(string text) => Convert.ToBase64String(box.Seal(Encoding.UTF8.GetBytes(text)));

    private string Open(string kept) => Encoding.UTF8.GetString(box.Open(Convert.FromBase64String(kept)));

    // However it is typed: capitals or not, with blanks, without the dash.
    private static string HashOf(string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant())));
}
