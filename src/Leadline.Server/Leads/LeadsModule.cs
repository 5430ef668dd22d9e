using Leadline.Customers;
using Leadline.Jobs;
using Leadline.Leads.ImportSources;
using Leadline.Leads.Notes;
using Leadline.Leads.ReferenceSources;
using Leadline.Leads.Statuses;
using Leadline.Leads.Tags;
using Leadline.Notes;
using Leadline.Platform.Database;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.Tags;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

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

        /// <summary>Tags on leads.</summary>
        public DbSet<LeadTag> LeadTags => db.Set<LeadTag>();

        /// <summary>Notes on leads.</summary>
        public DbSet<LeadNote> LeadNotes => db.Set<LeadNote>();

        /// <summary>The tenant's import sources.</summary>
        public DbSet<ImportSource> ImportSources => db.Set<ImportSource>();

        /// <summary>The status of a new lead; where none is marked as such, the first one.</summary>
        public Task<LeadStatus> FindDefaultStatusAsync() => db.LeadStatuses
            .Where(status => status.DeletedAt == null).OrderByDescending(status => status.IsDefault).ThenBy(status => status.SortOrder).ThenBy(status => status.Id).FirstAsync();
    }

    /// <summary>Registers what leads need.</summary>
    public static IServiceCollection AddLeads(this IServiceCollection services) => services
        .AddSingleton<LeadMemory>()
        .AddSingleton<LeadRanks>()
        .AddSingleton<LeadLists>()
        .AddSingleton<LeadRecords>()
        .AddSingleton<IJobKind, BulkLeadsJob>()
        .AddSingleton<IJobKind, ForgetErased>()
        .AddSingleton<IJobKind>(new DeleteReferencedJob<LeadStatus>(LeadReference.Status))
        .AddSingleton<IJobKind>(new DeleteReferencedJob<LeadReferenceSource>(LeadReference.Source))
        .AddSingleton<IJobKind>(new DeleteReferencedJob<ImportSource>(LeadReference.Import))
        .AddSingleton(new WireTypes(LeadJson.Default))
        .AddSingleton(new WireTypes(LeadStatusJson.Default))
        .AddSingleton(new WireTypes(LeadReferenceSourceJson.Default))
        .AddSingleton(new WireTypes(ImportSourceJson.Default))
        .AddSingleton<Seed>()
        .AddSingleton<VerifyLeads>()
        .AddSingleton(new NewTenantPart((db, _) => AddUsualRows(db)))
        .AddSingleton(new TenantModelPart(Configure));

    /// <summary>Maps the leads' endpoints.</summary>
    public static void MapLeads(this IEndpointRouteBuilder api)
    {
        var leads = api.MapGroup("").WithTags("Lead");
        ListLeads.Map(leads);
        SearchLeads.Map(leads);
        CountLeads.Map(leads);
        CreateLead.Map(leads);
        GetLead.Map(leads);
        UpdateLead.Map(leads);
        DeleteLead.Map(leads);
        EraseLead.Map(leads);
        RestoreLead.Map(leads);
        ConvertLead.Map(leads);
        ConvertLeads.Map(leads);
        RevertConversion.Map(leads);
        GetLeadTimeline.Map(leads);
        RestoreLeadValue.Map(leads);
        BulkLeads.Map(leads);
        var statuses = api.MapGroup("").WithTags("Lead status");
        ListLeadStatuses.Map(statuses);
        CreateLeadStatus.Map(statuses);
        GetLeadStatus.Map(statuses);
        UpdateLeadStatus.Map(statuses);
        DeleteLeadStatus.Map(statuses);
        RestoreLeadStatus.Map(statuses);
        var referenceSources = api.MapGroup("").WithTags("Lead reference source");
        ListLeadReferenceSources.Map(referenceSources);
        CreateLeadReferenceSource.Map(referenceSources);
        GetLeadReferenceSource.Map(referenceSources);
        UpdateLeadReferenceSource.Map(referenceSources);
        DeleteLeadReferenceSource.Map(referenceSources);
        RestoreLeadReferenceSource.Map(referenceSources);
        var importSources = api.MapGroup("").WithTags("Import source");
        ListImportSources.Map(importSources);
        CreateImportSource.Map(importSources);
        GetImportSource.Map(importSources);
        UpdateImportSource.Map(importSources);
        DeleteImportSource.Map(importSources);
        RestoreImportSource.Map(importSources);
        var tags = api.MapGroup("").WithTags("Lead tag");
        ListLeadTags.Map(tags);
        TagLead.Map(tags);
        UntagLead.Map(tags);
        var notes = api.MapGroup("").WithTags("Lead note");
        ListLeadNotes.Map(notes);
        CreateLeadNote.Map(notes);
        GetLeadNote.Map(notes);
        UpdateLeadNote.Map(notes);
        DeleteLeadNote.Map(notes);
        RestoreLeadNote.Map(notes);
    }

    private static void AddUsualRows(TenantDb db)
    {
        foreach (var status in LeadStatus.Usual())
        {
            db.Insert(status);
        }

        foreach (var source in LeadReferenceSource.Usual())
        {
            db.Insert(source);
        }
    }

    private static void Configure(ModelBuilder model)
    {
        model.Entity<LeadStatus>(status =>
        {
            status.ToTable("lead_statuses");
            status.HasKey(s => new { s.TenantId, s.Id });
            status.HasIndex(s => new { s.TenantId, s.Slug }).IsUnique().HasFilter("deleted_at IS NULL");
            status.Property(s => s.Name).IsGivenOnce();
            status.Property(s => s.IsDefault).IsHeldByOne();
            status.OfTenant().JournalAs("lead_status");
        });
        model.Entity<LeadReferenceSource>(source =>
        {
            source.ToTable("lead_reference_sources");
            source.HasKey(s => new { s.TenantId, s.Id });
            source.HasIndex(s => new { s.TenantId, s.Name }).IsUnique().HasFilter("deleted_at IS NULL");
            source.Property(s => s.Name).IsGivenOnce();
            source.OfTenant().JournalAs("lead_reference_source");
        });
        model.Entity<ImportSource>(source =>
        {
            source.ToTable("import_sources");
            source.HasKey(s => new { s.TenantId, s.Id });
            source.HasIndex(s => new { s.TenantId, s.Name }).IsUnique().HasFilter("deleted_at IS NULL");
            source.Property(s => s.Name).IsGivenOnce();
            source.OfTenant().JournalAs("import_source");
        });
        model.Entity<Lead>(lead =>
        {
            lead.ToTable("leads");
            lead.HasKey(l => new { l.TenantId, l.Id });
            lead.Property(l => l.IsDeleted).HasComputedColumnSql("deleted_at IS NOT NULL", stored: true);
            lead.Property(l => l.IsConverted).HasComputedColumnSql("converted_at IS NOT NULL", stored: true);
            lead.Property(l => l.Version).IsConcurrencyToken();
            lead.Property(l => l.FirstNameKey).IsDerived();
            lead.Property(l => l.LastNameKey).IsDerived();
            lead.Property(l => l.EmailKey).IsDerived();
            lead.Property(l => l.PhoneKey).IsDerived();
            lead.Property(l => l.SearchKey).IsDerived();
            lead.Property(l => l.FirstName).IsPersonal();
            lead.Property(l => l.LastName).IsPersonal();
            lead.Property(l => l.Email).IsPersonal();
            lead.Property(l => l.PhoneNumber).IsPersonal();
            lead.Property(l => l.PreferredContact).IsPersonal();
            lead.Property(l => l.SourcePageUrl).IsPersonal();
            lead.Property(l => l.Description).IsPersonal();
            lead.Property(l => l.Message).IsPersonal();
            lead.Property(l => l.MarketingAttribution).IsPersonal().IsJson();
            lead.Property(l => l.ExternalId).IsPersonal();
            lead.OfTenant().OwnedBy(nameof(Lead.AssignedUserId)).JournalAs("lead");
            lead.HasOne<LeadStatus>().WithMany().HasForeignKey(l => new { l.TenantId, l.LeadStatusId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<LeadReferenceSource>().WithMany().HasForeignKey(l => new { l.TenantId, l.LeadReferenceSourceId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<ImportSource>().WithMany().HasForeignKey(l => new { l.TenantId, l.ImportSourceId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<Customer>().WithMany().HasForeignKey(l => new { l.TenantId, l.CustomerId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<Country>().WithMany().HasForeignKey(l => l.CountryId).OnDelete(DeleteBehavior.Restrict);
            lead.HasOne<Membership>().WithMany().HasForeignKey(l => new { l.TenantId, l.AssignedUserId }).OnDelete(DeleteBehavior.Restrict);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.CreatedAt, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.AssignedUserId, l.IsConverted }, LeadIndexes.ByCreatedAt);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.LastNameKey, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.AssignedUserId, l.IsConverted }, LeadIndexes.ByLastName);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.FirstNameKey, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.AssignedUserId, l.IsConverted }, LeadIndexes.ByFirstName);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.ConvertedAt, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.AssignedUserId, l.IsConverted }, LeadIndexes.ByConvertedAt);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.LastSyncedAt, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.AssignedUserId, l.IsConverted }, LeadIndexes.ByLastSyncedAt);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.LeadStatusId, l.CreatedAt, l.Id, l.LeadReferenceSourceId, l.AssignedUserId, l.IsConverted }, LeadIndexes.ByStatus);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.LeadReferenceSourceId, l.CreatedAt, l.Id, l.LeadStatusId, l.AssignedUserId, l.IsConverted }, LeadIndexes.BySource);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.AssignedUserId, l.CreatedAt, l.Id, l.LeadStatusId, l.LeadReferenceSourceId, l.IsConverted }, LeadIndexes.ByAssignee);
            lead.HasIndex(l => new { l.TenantId, l.UpdatedAt }, LeadIndexes.ByUpdatedAt);
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.StatusBeforeConversionId }).HasFilter("status_before_conversion_id IS NOT NULL");
            lead.HasIndex(l => new { l.TenantId, l.IsDeleted, l.ImportSourceId }).HasFilter("import_source_id IS NOT NULL");
            lead.HasIndex(l => new { l.TenantId, l.CustomerId }).HasFilter("customer_id IS NOT NULL");
            lead.HasIndex(l => new { l.TenantId, l.EmailKey }, LeadIndexes.ByEmail).HasFilter("email_key IS NOT NULL");
            lead.HasIndex(l => new { l.TenantId, l.PhoneKey }, LeadIndexes.ByPhone).HasFilter("phone_key IS NOT NULL");
            lead.HasIndex(l => new { l.TenantId, l.ExternalId }, LeadIndexes.ByExternalId).HasFilter("external_id IS NOT NULL");
            lead.HasIndex(l => new { l.TenantId, l.ImportSourceId, l.ExternalId }).IsUnique().HasFilter("deleted_at IS NULL AND external_id IS NOT NULL");
            lead.HasIndex(l => new { l.TenantId, l.ExternalId }, LeadIndexes.OneWithoutSource).IsUnique().HasFilter("deleted_at IS NULL AND external_id IS NOT NULL AND import_source_id IS NULL");
        });
        model.Entity<LeadTag>(link =>
        {
            link.ToTable("lead_tags").HasKey(l => new { l.TenantId, l.Id });
            link.HasIndex(l => new { l.TenantId, l.LeadId, l.TagId }).IsUnique();
            link.HasIndex(l => new { l.TenantId, l.TagId, l.LeadId });
            link.HasOne<Lead>().WithMany().HasForeignKey(l => new { l.TenantId, l.LeadId }).OnDelete(DeleteBehavior.Restrict);
            link.HasOne<Tag>().WithMany().HasForeignKey(l => new { l.TenantId, l.TagId }).OnDelete(DeleteBehavior.Restrict);
            link.OfTenant().JournalAs("lead_tag", subject: "lead", reference: nameof(LeadTag.LeadId));
        });
        model.Entity<LeadNote>(note =>
        {
            note.ToNotes("lead_notes");
            note.HasIndex(n => new { n.TenantId, n.LeadId, n.CreatedAt, n.Id });
            note.HasOne<Lead>().WithMany().HasForeignKey(n => new { n.TenantId, n.LeadId }).OnDelete(DeleteBehavior.Restrict);
            note.JournalAs("lead_note", subject: "lead", reference: nameof(LeadNote.LeadId));
        });
    }
}
