using Leadline.Platform.Database;
using Leadline.Platform.Http;
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
        services
            .AddSingleton(new WireTypes(TagJson.Default))
            .AddSingleton(new TenantModelPart(Configure));

    /// <summary>Maps the tags' endpoints.</summary>
    public static void MapTags(this IEndpointRouteBuilder api)
    {
        var tags = api.MapGroup("").WithTags("Tag");
        ListTags.Map(tags);
        CreateTag.Map(tags);
        GetTag.Map(tags);
        UpdateTag.Map(tags);
        DeleteTag.Map(tags);
        RestoreTag.Map(tags);
    }

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
