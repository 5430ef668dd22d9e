using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tags;

/// <summary>Labels for leads and customers.</summary>
public static class TagsModule
{
    extension(TenantDb db)
    {
        /// <summary>The tenant's tags.</summary>
        public DbSet<Tag> Tags => db.Set<Tag>();
    }

    /// <summary>Registers what tags need.</summary>
    public static IServiceCollection AddTags(this IServiceCollection services) =>
        services.AddSingleton(new TenantModelPart(Configure));

    private static void Configure(ModelBuilder model)
    {
        model.Entity<Tag>(tag =>
        {
            tag.ToTable("tags").HasKey(t => new { t.TenantId, t.Id });
            tag.HasIndex(t => new { t.TenantId, t.NameKey }).IsUnique().HasFilter("deleted_at IS NULL");
            tag.Property(t => t.NameKey).IsDerived();
            tag.OfTenant().JournalAs("tag");
        });
    }
}
