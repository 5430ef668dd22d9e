using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Leadline.Sessions;

/// <summary>
/// Begins a session anew with each sign-in. The cookie handler by itself goes on with the key that the browser has, so that whoever had
/// a copy of it would be signed in along with the next person, or beyond a change of the password.
/// </summary>
public sealed class SessionHandler(IOptionsMonitor<CookieAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : CookieAuthenticationHandler(options, logger, encoder)
{
    /// <inheritdoc />
    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        await HandleSignOutAsync(null); // and so this handler does not renew the former session at the end of the request

        // One of its own class finds the former session gone, and stores a new one.
        var fresh = Context.RequestServices.GetRequiredService<CookieAuthenticationHandler>();
        await fresh.InitializeAsync(Scheme, Context);
        await fresh.SignInAsync(user, properties);
    }
}
