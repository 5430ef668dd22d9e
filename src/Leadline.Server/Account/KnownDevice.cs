using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Leadline.Platform.Http;
using Microsoft.AspNetCore.DataProtection;

namespace Leadline.Account;

/// <summary>
/// Knows browsers in which people have signed in before, by a sealed cookie that tells the browser's number and the accounts. It opens
/// nothing: with it, others' failures do not count against whoever sits there (OWASP, "Slow down online guessing attacks with device cookies").
/// </summary>
public sealed class KnownDevice(IDataProtectionProvider protection)
{
    private const string Cookie = "leadline_device";
    private const int MostAccounts = 10;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly ITimeLimitedDataProtector seal = protection.CreateProtector("Leadline.Account.KnownDevice").ToTimeLimitedDataProtector();

    /// <summary>The browser's number, if the person has signed in in it before; else null.</summary>
    public string? Find(HttpContext http, long user) =>
        Read(http) is { } device && device.Accounts.Contains(user.ToString(CultureInfo.InvariantCulture)) ? device.Number : null;

    /// <summary>Remembers that the person signed in in this browser.</summary>
    public void Remember(HttpContext http, long user)
    {
        var account = user.ToString(CultureInfo.InvariantCulture);
        var (number, known) = Read(http) ?? (Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), []);
        string[] accounts = [account, .. known.Where(other => other != account).Take(MostAccounts - 1)];
        http.Response.Cookies.Append(HostCookies.NameOf(http, Cookie), seal.Protect($"{number} {string.Join(' ', accounts)}", Lifetime), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Lifetime,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        });
    }

    private (string Number, string[] Accounts)? Read(HttpContext http)
    {
        if (http.Request.Cookies[HostCookies.NameOf(http, Cookie)] is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            var parts = seal.Unprotect(text).Split(' ');
            return (parts[0], parts[1..]);
        }
        catch (CryptographicException)
        {
            return null; // sealed by another installation, or too long ago
        }
    }
}
