using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.Sessions;

/// <summary>Browsers in which people are signed in.</summary>
public static class SessionsModule
{
    /// <summary>How long a session lives after its last use.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    private static readonly TimeSpan SignInStep = TimeSpan.FromMinutes(15);

    /// <summary>Where people sign in. With <c>anew=1</c> they are asked even if they are signed in.</summary>
    public const string SignIn = "/account/sign-in";

    extension(PlatformDb db)
    {
        /// <summary>Who is signed in where.</summary>
        public DbSet<Session> Sessions => db.Set<Session>();
    }

    /// <summary>Registers sign-in by cookie, on sessions in the database.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Leadline");
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddTransient<SessionHandler>();
        services.Configure<AuthenticationOptions>(schemes => schemes.SchemeMap[IdentityConstants.ApplicationScheme].HandlerType = typeof(SessionHandler));
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<SessionStore>((cookie, store) =>
        {
            cookie.Cookie.Name = "leadline_session";
            cookie.Cookie.SameSite = SameSiteMode.Lax; // a redirect back from a provider or an app brings it along
            cookie.ExpireTimeSpan = Lifetime;
            cookie.SlidingExpiration = true;
            cookie.SessionStore = store;
            cookie.LoginPath = SignIn;
            cookie.AccessDeniedPath = SignIn;
            cookie.ReturnUrlParameter = "return_url";
            cookie.Events.OnSigningIn = store.NoteSignInAsync;
            cookie.Events.OnValidatePrincipal = EndIfStaleAsync;
        });
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme).Configure(cookie =>
        {
            cookie.Cookie.Name = "leadline_sign_in"; // who has passed the password, or which passkey is asked for
            cookie.ExpireTimeSpan = SignInStep;
        });
        services.ConfigureAll<CookieAuthenticationOptions>(cookie =>
        {
            cookie.CookieManager = new HostCookies();
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.Path = "/";
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthorization();
        return services
            .AddSingleton<SessionStore>()
            .AddSingleton<SealedXml>()
            .AddSingleton<ProtectionKeys>()
            .AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => provider.GetRequiredService<ProtectionKeys>())
            .AddSingleton(new WayIn((db, user) => db.Sessions.Where(session => session.UserId == user).ExecuteDeleteAsync()))
            .AddSingleton(new PlatformModelPart(Configure));
    }

    // A changed password or second factor moves the person's stamp, and so ends their other sessions at once.
    private static async Task EndIfStaleAsync(CookieValidatePrincipalContext context)
    {
        var people = context.HttpContext.RequestServices.GetRequiredService<SignInManager<User>>();
        if (await people.ValidateSecurityStampAsync(context.Principal) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
    }

    private static void Configure(ModelBuilder model)
    {
        model.Entity<Session>(session =>
        {
            session.ToTable("sessions");
            session.HasIndex(s => s.KeyHash).IsUnique();
            session.HasIndex(s => s.UserId);
            session.HasIndex(s => s.ExpiresAt);
            session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
        });
        model.Entity<ProtectionKey>().ToTable("protection_keys");
    }
}
