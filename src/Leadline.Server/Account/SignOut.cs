using Leadline.Audit;
using Leadline.Sessions;
using Leadline.Users;
using Microsoft.AspNetCore.Identity;

namespace Leadline.Account;

/// <summary>Ends the session of the browser at hand: <c>POST /account/sign-out</c>.</summary>
public static class SignOut
{
    /// <summary>Maps the form.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/sign-out", async (HttpContext http, IFormCollection form, SignInManager<User> people, AuditLog audit) =>
    {
        await people.SignOutAsync();
        if (http.User.Identity?.IsAuthenticated == true)
        {
            await audit.WriteAsync(AuditEntry.Of(AuditKinds.SignedOut, http) with { TenantId = http.User.VouchedIn(), UserId = SessionStore.UserOf(http.User) });
        }

        return Results.LocalRedirect(SignIn.Address);
    });
}
