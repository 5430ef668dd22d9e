using System.Globalization;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.SingleSignOn;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Leadline.OAuth;

/// <summary>The OAuth 2.0 authorization server: OpenIddict on the platform's tables.</summary>
public static class OAuthModule
{
    /// <summary>How long an access token lives unless the operator asks for another time.</summary>
    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromHours(1);

    /// <summary>How long a code is good; it is redeemed once, at once.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    /// <summary>How long a refresh token is good; each use gives another.</summary>
    public static readonly TimeSpan RefreshTokenLifetime = TimeSpan.FromDays(30);

    // After OpenIddict's own handlers of the same event.
    private const int Last = int.MaxValue - 1000;

    extension(PlatformDb db)
    {
        /// <summary>Registered apps.</summary>
        public DbSet<App> Apps => db.Set<App>();

        /// <summary>What people allowed apps.</summary>
        public DbSet<AppAuthorization> AppAuthorizations => db.Set<AppAuthorization>();

        /// <summary>The tokens that were handed out.</summary>
        public DbSet<AppToken> AppTokens => db.Set<AppToken>();

        /// <summary>The installation's keys.</summary>
        public DbSet<InstallationKey> InstallationKeys => db.Set<InstallationKey>();
    }

    /// <summary>Registers the server and what validates its tokens.</summary>
    public static IServiceCollection AddOAuth(this IServiceCollection services)
    {
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore()
                .UseDbContext<PlatformDb>()
                .ReplaceDefaultEntities<App, AppAuthorization, AppScope, AppToken, long>())
            .AddCore(core => core.ReplaceApplicationManager<App, AppSecrets>())
            .AddServer(ConfigureServer)
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.EnableTokenEntryValidation();
                validation.EnableAuthorizationEntryValidation();
                validation.AddAudiences(AccessToken.Audience);

                // The signature proves the installation; its address may change, and the command line does not know it.
                validation.Configure(options => options.TokenValidationParameters.ValidateIssuer = false);
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<PublicAddress>((server, here) => server.Issuer = here.Setting);
        return services
            .AddScoped(provider => provider.GetRequiredService<LeadlineDatabase>().Platform())
            .AddSingleton<KeyRing>()
            .AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyRing>())
            .AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyRing>())
            .AddSingleton<IOptionsChangeTokenSource<OpenIddictValidationOptions>>(provider => provider.GetRequiredService<KeyRing>())
            .AddSingleton<IFirstStart>(provider => provider.GetRequiredService<KeyRing>())
            .AddHostedService<KeyRotation>()
            .AddSingleton<PruneTokens>()
            .AddHostedService(provider => provider.GetRequiredService<PruneTokens>())
            .AddSingleton<TokenIssuer>()
            .AddSingleton<RegisteredApps>()
            .AddSingleton<AuthorizedApps>()
            .AddScoped<Grants>()
            .AddScoped<Consents>()
            .AddScoped<TokenFamilies>()
            .AddScoped<Authorize>()
            .AddSingleton<AddApp>()
            .AddSingleton<PrintToken>()
            .AddSingleton(new WayIn(RevokeAsync))
            .AddSingleton(new ProviderEnd(RevokeInTenantAsync))
            .AddSingleton(new PlatformModelPart(Configure));
    }

    private static async Task RevokeAsync(PlatformDb db, long user)
    {
        var subject = user.ToString(CultureInfo.InvariantCulture);
        await db.Set<AppToken>().Where(token => token.Subject == subject).ExecuteUpdateAsync(set => set.SetProperty(token => token.Status, OpenIddictConstants.Statuses.Revoked));
        await db.Set<AppAuthorization>().Where(grant => grant.Subject == subject).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.Status, OpenIddictConstants.Statuses.Revoked));
    }

    // Of apps of the tenant, and of first-party apps, whose tokens count there as well.
    private static async Task RevokeInTenantAsync(PlatformDb db, long tenant, IReadOnlyList<long> people)
    {
        var subjects = people.Select(person => person.ToString(CultureInfo.InvariantCulture)).ToList();
        await db.AppTokens.Where(token => subjects.Contains(token.Subject ?? "") && token.Application != null && (token.Application.TenantId ?? tenant) == tenant)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.Status, OpenIddictConstants.Statuses.Revoked));
    }

    /// <summary>Maps the endpoints under <c>/oauth</c>.</summary>
    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        Authorize.Map(app);
        IssueToken.Map(app);
        ShowPerson.Map(app);
        EndSession.Map(app);
    }

    private static void ConfigureServer(OpenIddictServerBuilder server)
    {
        server
            .SetAuthorizationEndpointUris("oauth/authorize")
            .SetTokenEndpointUris("oauth/token")
            .SetRevocationEndpointUris("oauth/revoke")
            .SetIntrospectionEndpointUris("oauth/introspect")
            .SetUserInfoEndpointUris("oauth/userinfo")
            .SetEndSessionEndpointUris("oauth/end-session")
            .AllowAuthorizationCodeFlow()
            .AllowRefreshTokenFlow()
            .AllowClientCredentialsFlow()
            .RequireProofKeyForCodeExchange()
            .RegisterScopes([.. AppDraft.AllScopes])
            .RegisterClaims(Claims.Subject, Claims.Name, Claims.Email, Claims.EmailVerified, Claims.AuthenticationTime, LeadlineClaims.Tenant)
            .IgnoreScopePermissions() // asked of the app where a token is made, so that the error is the RFC's
            .SetAuthorizationCodeLifetime(CodeLifetime)
            .SetAccessTokenLifetime(AccessTokenLifetime)
            .SetRefreshTokenLifetime(RefreshTokenLifetime)
            .SetRefreshTokenReuseLeeway(TimeSpan.Zero)
            .DisableAccessTokenEncryption();
        server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
        server.AddEventHandler<HandleRevocationRequestContext>(handler => handler.UseScopedHandler<RevokeFamily>().SetOrder(Last));
        server.AddEventHandler<ValidateTokenContext>(handler => handler.UseScopedHandler<EndFamilyOnReuse>().SetOrder(Protection.ValidateTokenEntry.Descriptor.Order - 1));
        server.AddEventHandler<ApplyAuthorizationResponseContext>(handler => handler.UseScopedHandler<TellTheApp>().SetOrder(Authentication.InferResponseMode.Descriptor.Order + 1));
        server.AddEventHandler<HandleIntrospectionRequestContext>(handler => handler.UseScopedHandler<IntrospectStanding>().SetOrder(Last));
        server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .EnableErrorPassthrough()
            .DisableTransportSecurityRequirement();
    }

    private static void Configure(ModelBuilder model)
    {
        model.UseOpenIddict<App, AppAuthorization, AppScope, AppToken, long>();
        model.Entity<App>(app =>
        {
            app.ToTable("apps");
            app.HasOne<Tenant>().WithMany().HasForeignKey(a => a.TenantId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<App>().Ignore(app => app.Scopes).Ignore(app => app.GrantTypesAllowed).Ignore(app => app.Redirects).Ignore(app => app.Defaults).Ignore(app => app.IsPublic);
        model.Entity<AppAuthorization>().ToTable("app_authorizations");
        model.Entity<AppScope>().ToTable("app_scopes");
        model.Entity<AppToken>(token =>
        {
            token.ToTable("app_tokens");
            token.HasIndex(t => t.ExpirationDate);
        });
        model.Entity<InstallationKey>().ToTable("installation_keys");
    }
}
