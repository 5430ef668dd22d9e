using System.Globalization;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace Leadline.OAuth;

/// <summary>The OAuth 2.0 authorization server: OpenIddict on the platform's tables.</summary>
public static class OAuthModule
{
    /// <summary>How long an access token lives unless the operator asks for another time.</summary>
    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromHours(1);

    extension(PlatformDb db)
    {
        /// <summary>Registered apps.</summary>
        public DbSet<App> Apps => db.Set<App>();

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
            .AddServer(server => server
                .SetTokenEndpointUris("oauth/token")
                .AllowClientCredentialsFlow()
                .RegisterScopes([.. Scopes.All])
                .IgnoreScopePermissions()
                .SetAccessTokenLifetime(AccessTokenLifetime)
                .DisableAccessTokenEncryption()
                .UseAspNetCore()
                .EnableTokenEndpointPassthrough()
                .DisableTransportSecurityRequirement())
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.EnableTokenEntryValidation();

                // The signature proves the installation; its address may change, and the command line does not know it.
                validation.Configure(options => options.TokenValidationParameters.ValidateIssuer = false);
            });
        return services
            .AddScoped(provider => provider.GetRequiredService<LeadlineDatabase>().Platform())
            .AddSingleton<KeyRing>()
            .AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyRing>())
            .AddSingleton<IFirstStart>(provider => provider.GetRequiredService<KeyRing>())
            .AddSingleton<TokenIssuer>()
            .AddSingleton<AddApp>()
            .AddSingleton<PrintToken>()
            .AddSingleton(new WayIn(RevokeAsync))
            .AddSingleton(new PlatformModelPart(Configure));
    }

    private static async Task RevokeAsync(PlatformDb db, long user)
    {
        var subject = user.ToString(CultureInfo.InvariantCulture);
        await db.Set<AppToken>().Where(token => token.Subject == subject).ExecuteUpdateAsync(set => set.SetProperty(token => token.Status, OpenIddictConstants.Statuses.Revoked));
        await db.Set<AppAuthorization>().Where(grant => grant.Subject == subject).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.Status, OpenIddictConstants.Statuses.Revoked));
    }

    /// <summary>Maps the endpoints under <c>/oauth</c>.</summary>
    public static void MapOAuth(this IEndpointRouteBuilder app) => IssueToken.Map(app);

    private static void Configure(ModelBuilder model)
    {
        model.UseOpenIddict<App, AppAuthorization, AppScope, AppToken, long>();
        model.Entity<App>(app =>
        {
            app.ToTable("apps");
            app.HasOne<Tenant>().WithMany().HasForeignKey(a => a.TenantId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<AppAuthorization>().ToTable("app_authorizations");
        model.Entity<AppScope>().ToTable("app_scopes");
        model.Entity<AppToken>().ToTable("app_tokens");
        model.Entity<InstallationKey>().ToTable("installation_keys");
    }
}
