using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.SavedViews;

/// <summary>Lists as people like to see them.</summary>
public static class SavedViewsModule
{
    internal const string Entity = "saved_view";

    extension(TenantDb db)
    {
        /// <summary>The tenant's saved views.</summary>
        public DbSet<SavedView> SavedViews => db.Set<SavedView>();
    }

    /// <summary>Registers what views need.</summary>
    public static IServiceCollection AddSavedViews(this IServiceCollection services) =>
        services
            .AddSingleton(SavedViewUndo.Guard)
            .AddSingleton<OldestDeletedViews>()
            .AddSingleton(new WireTypes(SavedViewJson.Default))
            .AddSingleton(new TenantModelPart(Configure));

    /// <summary>Maps the views' endpoints.</summary>
    public static void MapSavedViews(this IEndpointRouteBuilder api)
    {
        var views = api.MapGroup("").WithTags("Saved view");
        ListSavedViews.Map(views);
        CreateSavedView.Map(views);
        GetSavedView.Map(views);
        UpdateSavedView.Map(views);
        DeleteSavedView.Map(views);
        RestoreSavedView.Map(views);
    }

    private static void Configure(ModelBuilder model)
    {
        model.Entity<SavedView>(view =>
        {
            view.ToTable("saved_views").HasKey(v => new { v.TenantId, v.Id });
            view.HasIndex(v => new { v.TenantId, v.UserId });
            view.HasOne<Membership>().WithMany().HasForeignKey(v => new { v.TenantId, v.UserId }).OnDelete(DeleteBehavior.Restrict);
            view.Property(v => v.State).IsJson();
            view.Property(v => v.Version).IsConcurrencyToken();
            view.OfTenant().JournalAs(Entity).PrivateTo(nameof(SavedView.UserId), unless: nameof(SavedView.IsShared))
                .ReadBy(nameof(SavedView.List), SavedViewFields.Lists.Select(list => (list, SavedViewRights.ToRead(list))));
        });
    }
}
