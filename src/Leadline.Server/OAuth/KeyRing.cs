using System.Security.Cryptography;
using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Leadline.OAuth;

/// <summary>The installation's keys, kept in the database so that tokens survive a restart and every process knows them.</summary>
public sealed class KeyRing(LeadlineDatabase database, SecretBox secret, TimeProvider clock) : IConfigureOptions<OpenIddictServerOptions>, IFirstStart
{
    /// <summary>Makes the keys that are missing, and opens those that are there.</summary>
    /// <exception cref="SetupException">They were sealed under another secret.</exception>
    public void Prepare()
    {
        using var db = database.Platform();
        if (Missing(db).Count > 0)
        {
            Make(db);
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
        foreach (var key in db.InstallationKeys.AsNoTracking().OrderByDescending(key => key.CreatedAt))
        {
            var opened = secret.Open(key.Sealed);
            if (key.Purpose == InstallationKey.Signing)
            {
                options.SigningCredentials.Add(new SigningCredentials(SigningKey(opened), SecurityAlgorithms.EcdsaSha256));
            }
            else
            {
                options.EncryptionCredentials.Add(new EncryptingCredentials(
                    new SymmetricSecurityKey(opened), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
            }
        }
    }

    // Looks again under the write lock, so that of several processes that start at once one makes them.
    private void Make(PlatformDb db)
    {
        using var transaction = db.Database.BeginTransaction();
        foreach (var purpose in Missing(db))
        {
            db.InstallationKeys.Add(new InstallationKey { Id = 0, Purpose = purpose, Sealed = secret.Seal(New(purpose)), CreatedAt = clock.GetUtcNow().UtcDateTime });
        }

        db.SaveChanges();
        transaction.Commit();
    }

    private static List<string> Missing(PlatformDb db) =>
        [.. new[] { InstallationKey.Signing, InstallationKey.Encryption }.Except(db.InstallationKeys.Select(key => key.Purpose))];

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
        return new ECDsaSecurityKey(key) { KeyId = Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 12).ToArray()) };
    }
}
