using System.Security.Claims;
using Leadline.Audit;
using Leadline.Sessions;
using Leadline.Users;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>Where apps send people to sign out: <c>GET</c> or <c>POST /oauth/end-session</c> (OpenID Connect RP-Initiated Logout 1.0).</summary>
public static class EndSession
{
    internal const string Address = "/oauth/end-session";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder app) => app
        .MapMethods(Address, [HttpMethods.Get, HttpMethods.Post], HandleAsync)
        .WithName(nameof(EndSession))
        .ExcludeFromDescription();

    // Whoever cannot show a token of the person that is signed in may be another site, so the person is asked.
    private static async Task<IResult> HandleAsync(HttpContext http, SignInManager<User> people, IAntiforgery antiforgery, AuditLog audit)
    {
        if (http.GetOpenIddictServerResponse() is { Error: not null } refused)
        {
            return new RazorComponentResult<RefusedPage>(new { refused.Error, Description = refused.ErrorDescription }) { StatusCode = StatusCodes.Status400BadRequest };
        }

        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The end of a session was reached without a request.");
        var isSignedIn = http.User.Identity?.IsAuthenticated == true;
        var hint = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var isTheirs = isSignedIn && hint.Principal?.GetClaim(Claims.Subject) == http.User.FindFirstValue(ClaimTypes.NameIdentifier);
        if (isSignedIn && !isTheirs && !(HttpMethods.IsPost(http.Request.Method) && await antiforgery.IsRequestValidAsync(http)))
        {
            return new RazorComponentResult<EndSessionPage>(new { Person = http.User.Identity?.Name, Request = request });
        }

        await people.SignOutAsync();
        if (isSignedIn)
        {
            await audit.WriteAsync(AuditEntry.Of(AuditKinds.SignedOut, http) with { UserId = SessionStore.UserOf(http.User), AppId = request.ClientId });
        }

        // An address of any app would do else, so that any site could lead people there who have pressed no button here.
        if (!isSignedIn && request.ClientId is null && hint.Principal?.GetClaim(Claims.Subject) is null)
        {
            return TypedResults.LocalRedirect(SessionsModule.SignIn);
        }

        return TypedResults.SignOut(new AuthenticationProperties { RedirectUri = SessionsModule.SignIn }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
