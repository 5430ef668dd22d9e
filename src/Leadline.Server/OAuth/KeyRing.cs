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
    /// <summary>Makes the keys that are missing.</summary>
    public void Prepare()
    {
        using var db = database.Platform();
        foreach (var purpose in new[] { InstallationKey.Signing, InstallationKey.Encryption })
        {
            if (!db.InstallationKeys.Any(key => key.Purpose == purpose))
            {
                db.InstallationKeys.Add(new InstallationKey { Id = 0, Purpose = purpose, Sealed = secret.Seal(New(purpose)), CreatedAt = clock.GetUtcNow().UtcDateTime });
            }
        }

        db.SaveChanges();
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
