using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Sessions;
using Leadline.SingleSignOn.Domains;
using Leadline.Tenants;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.SingleSignOn;

/// <summary>Sign-in to a tenant by a provider of its own.</summary>
public static class SingleSignOnModule
{
    extension(PlatformDb db)
    {
        /// <summary>The tenants' providers.</summary>
        public DbSet<IdentityProvider> IdentityProviders => db.Set<IdentityProvider>();

        /// <summary>The domains that tenants have proven to be theirs, or are about to.</summary>
        public DbSet<ProvenDomain> ProvenDomains => db.Set<ProvenDomain>();
    }

    /// <summary>Registers what that needs. Providers come and go while the server runs, so none is registered as a scheme.</summary>
    public static IServiceCollection AddSingleSignOn(this IServiceCollection services)
    {
        services.AddLogging(logging => logging.AddFilter(typeof(OpenIdConnectHandler).FullName, LogLevel.None)); // it logs what providers say
        return services
            .AddSingleton<IAuthenticationSchemeProvider, ProviderSchemes>()
            .AddSingleton<IConfigureOptions<OpenIdConnectOptions>, ProviderOptions>()
            .AddSingleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>()
            .AddTransient<OpenIdConnectHandler>()
            .AddSingleton<ProviderConnection>()
            .AddSingleton<IdentityProviders>()
            .AddSingleton<ProviderDiscovery>()
            .AddSingleton<TextRecords>()
            .AddSingleton<TenantDomains>()
            .AddSingleton<SwitchOff>()
            .AddSingleton<ManageSingleSignOn>()
            .AddScoped<FinishSignIn>()
            .AddSingleton(new Voucher((db, scheme) => IdentityProviders.StandsAsync(db, scheme)))
            .AddSingleton(new WireTypes(SingleSignOnJson.Default))
            .AddSingleton(new PlatformModelPart(Configure));
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapSingleSignOn(this IEndpointRouteBuilder api)
    {
        var settings = api.MapGroup("").WithTags("Single sign-on");
        GetSingleSignOn.Map(settings);
        SetSingleSignOn.Map(settings);
        DeleteSingleSignOn.Map(settings);
        ListDomains.Map(settings);
        AddDomain.Map(settings);
        ProveDomain.Map(settings);
        DeleteDomain.Map(settings);
    }

    /// <summary>Maps the pages.</summary>
    public static void MapSingleSignOnPages(this IEndpointRouteBuilder app)
    {
        _ = app.ServiceProvider.GetRequiredService<IOptions<LeadlineOptions>>().Value.SingleSignOn.SessionLifetime; // a wrong setting ends the start
        var pages = app.MapGroup("/account/single-sign-on").ExcludeFromDescription();
        FindCompany.Map(pages);
        StartSignIn.Map(pages);
        FinishSignIn.Map(pages);
        ManageSingleSignOn.Map(pages);
    }

    private static void Configure(ModelBuilder model)
    {
        model.Entity<IdentityProvider>(provider =>
        {
            provider.ToTable("identity_providers").Ignore(p => p.Scheme);
            provider.HasIndex(p => p.TenantId).IsUnique();
            provider.HasOne<Tenant>().WithMany().HasForeignKey(p => p.TenantId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<ProvenDomain>(domain =>
        {
            domain.ToTable("proven_domains");
            domain.HasIndex(d => new { d.TenantId, d.Domain }).IsUnique();
            domain.HasIndex(d => d.Domain).IsUnique().HasFilter("proven_at IS NOT NULL");
            domain.HasOne<Tenant>().WithMany().HasForeignKey(d => d.TenantId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}

internal static partial class SingleSignOnMessages
{
    [LoggerMessage(LogLevel.Warning, "The provider of tenant {TenantId} cannot be reached, or does not tell its settings")]
    public static partial void Unreachable(ILogger logger, long tenantId, Exception fault);

    [LoggerMessage(LogLevel.Warning, "A sign-in by the provider {Scheme} failed: {Fault} {Code}")]
    public static partial void Failed(ILogger logger, string scheme, string fault, string code);
}
