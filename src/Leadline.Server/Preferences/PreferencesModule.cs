using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Preferences;

/// <summary>How the page shows itself to people.</summary>
public static class PreferencesModule
{
    extension(TenantDb db)
    {
        /// <summary>What the tenant's members have chosen.</summary>
        public DbSet<MemberPreferences> Preferences => db.Set<MemberPreferences>();
    }

    /// <summary>Registers what preferences need.</summary>
    public static IServiceCollection AddPreferences(this IServiceCollection services) => services
        .AddSingleton(new WireTypes(PreferencesJson.Default))
        .AddSingleton(new TenantModelPart(Configure));

    /// <summary>Maps the preferences' endpoints.</summary>
    public static void MapPreferences(this IEndpointRouteBuilder api)
    {
        var preferences = api.MapGroup("").WithTags("Account");
        GetPreferences.Map(preferences);
        UpdatePreferences.Map(preferences);
    }

    private static void Configure(ModelBuilder model) => model.Entity<MemberPreferences>(preferences =>
    {
        preferences.ToTable("preferences").HasKey(p => new { p.TenantId, p.UserId });
        preferences.HasOne<Membership>().WithMany().HasForeignKey(p => new { p.TenantId, p.UserId }).OnDelete(DeleteBehavior.Cascade);
        preferences.Property(p => p.Version).IsConcurrencyToken();
        preferences.OfTenant();
    });
}
