using System.Globalization;
using System.Security.Cryptography;
using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace Leadline.OAuth;

/// <summary>
/// The installation's keys, kept in the database so that tokens survive a restart and every process knows them. A new key is published
/// before it is used, and one that is no longer used stays until the last token made with it has ended.
/// </summary>
public sealed class KeyRing(LeadlineDatabase database, SecretBox secret, TimeProvider clock, IOptions<LeadlineOptions> options)
    : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictValidationOptions>, IFirstStart
{
    // Until every process has seen that the next key is used; see KeyRotation.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly TimeSpan rotateAfter = options.Value.Keys.RotateAfterDays is > 0 and <= 3650
        ? TimeSpan.FromDays(options.Value.Keys.RotateAfterDays)
        : throw new SetupException("The setting Keys:RotateAfterDays must be a number from 1 to 3650.");

    private readonly TimeSpan publishBefore = options.Value.Keys.PublishBeforeHours is > 0 and <= 720
        ? TimeSpan.FromHours(options.Value.Keys.PublishBeforeHours)
        : throw new SetupException("The setting Keys:PublishBeforeHours must be a number from 1 to 720.");

    private ConfigurationReloadToken serverChanged = new();
    private ConfigurationReloadToken validationChanged = new();
    private string? loaded;

    /// <inheritdoc />
    public string Name => Options.DefaultName;

    /// <summary>Makes the keys that are missing, and opens those that are there.</summary>
    /// <exception cref="SetupException">They were sealed under another secret.</exception>
    public void Prepare()
    {
        using var db = database.Platform();
        if (Missing(db).Count > 0)
        {
            Write(db, () => Missing(db).ForEach(purpose => Add(db, purpose, Now())));
        }

        foreach (var key in db.InstallationKeys.AsNoTracking())
        {
            secret.Open(key.Sealed);
        }
    }

    /// <inheritdoc />
    public void Configure(OpenIddictServerOptions options)
    {
        using var db = database.Platform();
        var keys = InOrder(db);
        Volatile.Write(ref loaded, NumbersOf(keys));
        foreach (var key in keys)
        {
            var opened = secret.Open(key.Sealed);
            if (key.Purpose == InstallationKey.Signing)
            {
                options.SigningCredentials.Add(new SigningCredentials(SigningKey(opened), SecurityAlgorithms.EcdsaSha256));
            }
            else
            {
                options.EncryptionCredentials.Add(new EncryptingCredentials(
                    new SymmetricSecurityKey(opened) { KeyId = KeyId(opened) }, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
            }
        }
    }

    /// <summary>Makes the next keys now, whatever the schedule says.</summary>
    /// <returns>From when on they are used.</returns>
    public DateTime Rotate()
    {
        using var db = database.Platform();
        var usedFrom = Now() + publishBefore;
        Write(db, () =>
        {
            foreach (var purpose in InstallationKey.Purposes)
            {
                Add(db, purpose, usedFrom);
            }
        });
        return usedFrom;
    }

    /// <summary>Makes the next keys in time before the ones in use are old, and removes those that no token needs.</summary>
    public void RotateByAge()
    {
        using var db = database.Platform();
        if (InstallationKey.Purposes.Any(purpose => IsDue(db, purpose)))
        {
            // Looked at again under the write lock, so that of several processes one makes them.
            Write(db, () =>
            {
                foreach (var purpose in InstallationKey.Purposes.Where(purpose => IsDue(db, purpose)))
                {
                    Add(db, purpose, Now() + publishBefore);
                }
            });
        }

        if (Unneeded(db).Count > 0)
        {
            Write(db, () => db.RemoveRange(Unneeded(db)));
        }
    }

    /// <summary>Takes over keys that another process made, or whose time has come.</summary>
    /// <returns>Whether there was anything to take over.</returns>
    public bool Refresh()
    {
        using var db = database.Platform();
        var before = Volatile.Read(ref loaded);
        if (before is null || before == NumbersOf(InOrder(db)))
        {
            return false;
        }

        // What validates tokens takes its keys from the server's options, so those come first.
        Interlocked.Exchange(ref serverChanged, new ConfigurationReloadToken()).OnReload();
        Interlocked.Exchange(ref validationChanged, new ConfigurationReloadToken()).OnReload();
        return true;
    }

    IChangeToken IOptionsChangeTokenSource<OpenIddictServerOptions>.GetChangeToken() => Volatile.Read(ref serverChanged);

    IChangeToken IOptionsChangeTokenSource<OpenIddictValidationOptions>.GetChangeToken() => Volatile.Read(ref validationChanged);

    // OpenIddict uses the first of each kind for new tokens, and all to read those it is shown.
    private List<InstallationKey> InOrder(PlatformDb db)
    {
        var now = Now();
        return
        [
            .. db.InstallationKeys.AsNoTracking().AsEnumerable()
                .OrderBy(key => key.UsedFrom > now)
                .ThenByDescending(key => key.UsedFrom)
                .ThenByDescending(key => key.Id),
        ];
    }

    private static string NumbersOf(IEnumerable<InstallationKey> keys) => string.Join(' ', keys.Select(key => key.Id.ToString(CultureInfo.InvariantCulture)));

    private bool IsDue(PlatformDb db, string purpose)
    {
        var due = Now() - rotateAfter + publishBefore;
        return !db.InstallationKeys.Any(key => key.Purpose == purpose && key.UsedFrom > due);
    }

    // Every token has an entry that tells when it was made and when it ends.
    private List<InstallationKey> Unneeded(PlatformDb db)
    {
        var now = Now();
        var keys = db.InstallationKeys.ToList();
        return [.. keys.Where(key => IsOver(keys.Where(other => other.Purpose == key.Purpose && Follows(other, key)).Min(other => (DateTime?)other.UsedFrom)))];

        bool IsOver(DateTime? nextUsedFrom)
        {
            if (nextUsedFrom is not { } next || next + Grace > now)
            {
                return false;
            }

            var made = next + Grace;
            return !db.AppTokens.Any(token => token.CreationDate <= made && token.ExpirationDate > now);
        }
    }

    private static bool Follows(InstallationKey other, InstallationKey key) => (other.UsedFrom, other.Id).CompareTo((key.UsedFrom, key.Id)) > 0;

    private static void Write(PlatformDb db, Action change)
    {
        using var transaction = db.Database.BeginTransaction();
        change();
        db.SaveChanges();
        transaction.Commit();
    }

    private void Add(PlatformDb db, string purpose, DateTime usedFrom) => db.InstallationKeys.Add(
        new InstallationKey { Purpose = purpose, Sealed = secret.Seal(New(purpose)), CreatedAt = Now(), UsedFrom = usedFrom });

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private static List<string> Missing(PlatformDb db) => [.. InstallationKey.Purposes.Except(db.InstallationKeys.Select(key => key.Purpose))];

    private static byte[] New(string purpose)
    {
        if (purpose == InstallationKey.Encryption)
        {
            return RandomNumberGenerator.GetBytes(32);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private static ECDsaSecurityKey SigningKey(byte[] pkcs8)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new ECDsaSecurityKey(key) { KeyId = KeyId(key.ExportSubjectPublicKeyInfo()) };
    }

    private static string KeyId(byte[] key) => Base64UrlEncoder.Encode(SHA256.HashData(key).AsSpan(0, 12).ToArray());
}
