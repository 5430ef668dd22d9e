using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Settings;

/// <summary>What a tenant sets for itself.</summary>
public static class SettingsModule
{
    internal const string Entity = "settings";
    internal const string ProfileEntity = "tenant";

    extension(TenantDb db)
    {
        /// <summary>The tenant's settings: one row, or none while nothing was set.</summary>
        public DbSet<TenantSettings> Settings => db.Set<TenantSettings>();

        /// <summary>What the tenant says of itself: one row.</summary>
        public DbSet<TenantProfile> Profiles => db.Set<TenantProfile>();
    }

    /// <summary>Registers what settings need.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services) => services
        .AddSingleton(SettingsUndo.Guard)
        .AddSingleton<SecondFactorRule>()
        .AddSingleton<PruneJournal>()
        .AddHostedService(provider => provider.GetRequiredService<PruneJournal>())
        .AddSingleton(new NewTenantPart((db, tenant) => db.Insert(TenantProfile.Of(tenant))))
        .AddSingleton(new WireTypes(SettingsJson.Default))
        .AddSingleton(new TenantModelPart(Configure));

    /// <summary>Maps the settings' endpoints.</summary>
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        var settings = api.MapGroup("").WithTags("Settings");
        GetSettings.Map(settings);
        UpdateSettings.Map(settings);
        GetTenant.Map(settings);
        UpdateTenant.Map(settings);
    }

    private static void Configure(ModelBuilder model)
    {
        model.Entity<TenantSettings>(settings =>
        {
            settings.ToTable("tenant_settings").HasKey(s => new { s.TenantId, s.Id });
            settings.OfTenant().JournalAs(Entity);
        });
        model.Entity<TenantProfile>(profile =>
        {
            profile.ToTable("tenant_profiles").HasKey(p => new { p.TenantId, p.Id });
            profile.OfTenant().JournalAs(ProfileEntity);
        });
    }
}
