using Leadline.Customers;
using Leadline.Platform.Database;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Leadline.Leads;

/// <summary>Leads, and the statuses and sources they are sorted by.</summary>
public static class LeadsModule
{
    extension(TenantDb db)
    {
        /// <summary>The tenant's leads.</summary>
        public DbSet<Lead> Leads => db.Set<Lead>();

        /// <summary>The tenant's statuses.</summary>
        public DbSet<LeadStatus> LeadStatuses => db.Set<LeadStatus>();

        /// <summary>The tenant's reference sources.</summary>
        public DbSet<LeadReferenceSource> LeadReferenceSources => db.Set<LeadReferenceSource>();

        /// <summary>The tenant's import sources.</summary>
        public DbSet<ImportSource> ImportSources => db.Set<ImportSource>();
    }

    /// <summary>Registers what leads need.</summary>
    public static IServiceCollection AddLeads(this IServiceCollection services) => services
        .AddSingleton<LeadMemory>()
        .AddSingleton<LeadLists>()
        .AddSingleton(new WireTypes(LeadJson.Default))
        .AddSingleton<Seed>()
        .AddSingleton<VerifyLeads>()
        .AddSingleton(new NewTenantPart(AddUsualRows))
        .AddSingleton(new TenantModelPart(Configure));

    /// <summary>Maps the leads' endpoints.</summary>
    public static void MapLeads(this IEndpointRouteBuilder api) => ListLeads.Map(api);

    private static void AddUsualRows(TenantDb db, IdBlocks ids, DateTime now)
    {
        foreach (var status in LeadStatus.Usual(now))
        {
            status.Id = ids.Next("lead_statuses");
            db.LeadStatuses.Add(status);
        }

        foreach (var source in LeadReferenceSource.Usual(now))
        {
            source.Id = ids.Next("lead_reference_sources");
            db.LeadReferenceSources.Add(source);
        }
    }

    private static void Configure(ModelBuilder model)
    {
        model.Entity<LeadStatus>(status =>
        {
            status.ToTable("lead_statuses");
            status.HasKey(s => new { s.TenantId, s.Id });
            status.HasIndex(s => new { s.TenantId, s.Slug }).IsUnique().HasFilter("deleted_at IS NULL");
            OfTenant(status);
        });
        model.Entity<LeadReferenceSource>(source =>
        {
            source.ToTable("lead_reference_sources");
            source.HasKey(s => new { s.TenantId, s.Id });
            source.HasIndex(s => new { s.TenantId, s.Name }).IsUnique().HasFilter("deleted_at IS NULL");
            OfTenant(source);
        });
        model.Entity<ImportSource>(source =>
        {
            source.ToTable("import_sources");
            source.HasKey(s => new { s.TenantId, s.Id });
            source.HasIndex(s => new { s.TenantId, s.Name }).IsUnique().HasFilter("deleted_at IS NULL");
            OfTenant(source);
        });
        model.Entity<Customer>(customer =>
        {
            OfTenant(customer);
            customer.HasOne<Country>().WithMany().HasForeignKey(c => c.CountryId).OnDelete(DeleteBehavior.Restrict);
            customer.HasOne<Membership>().WithMany().HasForeignKey(c => new { c.TenantId, c.RelatedUserId }).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Lead>(lead =>
        {
            lead.ToTable("leads");
            lead.HasKey(l => new { l.TenantId, l.Id });
            lead.Property(l => l.IsDeleted).HasComputedColumnSql("deleted_at IS NOT NULL", stored: true);
            lead.Property(l => l.IsConverted).HasComputedColumnSql("converted_at IS NOT NULL", stored: true);
            OfTenant(lead);
            lead.HasOne<LeadStatus>().WithMany().HasForeignKey(l => new { l.TenantId, l.LeadStatusId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<LeadReferenceSource>().WithMany().HasForeignKey(l => new { l.TenantId, l.LeadReferenceSourceId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<ImportSource>().WithMany().HasForeignKey(l => new { l.TenantId, l.ImportSourceId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<Customer>().WithMany().HasForeignKey(l => new { l.TenantId, l.CustomerId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<Country>().WithMany().HasForeignKey(l => l.CountryId).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<Membership>().WithMany().HasForeignKey(l => new { l.TenantId, l.AssignedUserId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.CreatedAt, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.IsConverted }, LeadIndexes.ByCreatedAt);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.LastNameKey, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.IsConverted }, LeadIndexes.ByLastName);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.FirstNameKey, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.IsConverted }, LeadIndexes.ByFirstName);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.ConvertedAt, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.IsConverted }, LeadIndexes.ByConvertedAt);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.LastSyncedAt, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.IsConverted }, LeadIndexes.ByLastSyncedAt);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.LeadStatusId, l.CreatedAt, l.Id, l.LeadReferenceSourceId, l.IsConverted }, LeadIndexes.ByStatus);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.LeadReferenceSourceId, l.CreatedAt, l.Id, l.LeadStatusId, l.IsConverted }, LeadIndexes.BySource);
            lead.HasIndex(l => new { l.TenantId, l.ImportSourceId, l.ExternalId }).IsUnique().HasFilter("deleted_at IS NULL AND external_id IS NOT NULL");
        });
        model.Entity<Membership>(membership =>
        {
            membership.ToTable("memberships", table => table.ExcludeFromMigrations());
            membership.HasKey(m => new { m.TenantId, m.UserId });
        });
        model.Entity<Tenant>().ToTable("tenants", table => table.ExcludeFromMigrations());
    }

    private static void OfTenant<T>(EntityTypeBuilder<T> entity)
        where T : class, ITenantOwned =>
        entity.HasOne<Tenant>().WithMany().HasForeignKey(row => row.TenantId).OnDelete(DeleteBehavior.Restrict);
}
