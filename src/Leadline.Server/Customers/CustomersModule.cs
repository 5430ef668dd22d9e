using Leadline.Customers.Notes;
using Leadline.Customers.Tags;
using Leadline.Notes;
using Leadline.Platform.Database;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.Tags;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers;

/// <summary>Customers.</summary>
public static class CustomersModule
{
    extension(TenantDb db)
    {
        /// <summary>The tenant's customers.</summary>
        public DbSet<Customer> Customers => db.Set<Customer>();

        /// <summary>Tags on customers.</summary>
        public DbSet<CustomerTag> CustomerTags => db.Set<CustomerTag>();

        /// <summary>Notes on customers.</summary>
        public DbSet<CustomerNote> CustomerNotes => db.Set<CustomerNote>();
    }

    /// <summary>Registers what customers need.</summary>
    public static IServiceCollection AddCustomers(this IServiceCollection services) =>
        services
            .AddSingleton<CustomerRecords>()
            .AddSingleton(new WireTypes(CustomerJson.Default))
            .AddSingleton(new TenantModelPart(Configure));

    /// <summary>Maps the customers' endpoints.</summary>
    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        var customers = api.MapGroup("").WithTags("Customer");
        ListCustomers.Map(customers);
        CreateCustomer.Map(customers);
        GetCustomer.Map(customers);
        UpdateCustomer.Map(customers);
        DeleteCustomer.Map(customers);
        EraseCustomer.Map(customers);
        RestoreCustomer.Map(customers);
        GetCustomerTimeline.Map(customers);
        RestoreCustomerValue.Map(customers);
        var tags = api.MapGroup("").WithTags("Customer tag");
        ListCustomerTags.Map(tags);
        TagCustomer.Map(tags);
        UntagCustomer.Map(tags);
        var notes = api.MapGroup("").WithTags("Customer note");
        ListCustomerNotes.Map(notes);
        CreateCustomerNote.Map(notes);
        GetCustomerNote.Map(notes);
        UpdateCustomerNote.Map(notes);
        DeleteCustomerNote.Map(notes);
        RestoreCustomerNote.Map(notes);
    }

    private static void Configure(ModelBuilder model)
    {
        model.Entity<Customer>(customer =>
        {
            customer.ToTable("customers");
            customer.HasKey(c => new { c.TenantId, c.Id });
            customer.HasOne<Country>().WithMany().HasForeignKey(c => c.CountryId).OnDelete(DeleteBehavior.Restrict);
            customer.HasOne<Membership>().WithMany().HasForeignKey(c => new { c.TenantId, c.RelatedUserId }).OnDelete(DeleteBehavior.Restrict);
            customer.HasIndex(c => new { c.TenantId, c.CreatedAt, c.Id });
            customer.HasIndex(c => new { c.TenantId, c.LastNameKey, c.Id });
            customer.HasIndex(c => new { c.TenantId, c.FirstNameKey, c.Id });
            customer.HasIndex(c => new { c.TenantId, c.EmailKey });
            customer.HasIndex(c => new { c.TenantId, c.PhoneKey });
            customer.Property(c => c.Version).IsConcurrencyToken();
            customer.Property(c => c.FirstNameKey).IsDerived();
            customer.Property(c => c.LastNameKey).IsDerived();
            customer.Property(c => c.EmailKey).IsDerived();
            customer.Property(c => c.PhoneKey).IsDerived();
            customer.Property(c => c.SearchKey).IsDerived();
            customer.Property(c => c.FirstName).IsPersonal();
            customer.Property(c => c.LastName).IsPersonal();
            customer.Property(c => c.Email).IsPersonal();
            customer.Property(c => c.PhoneNumber).IsPersonal();
            customer.Property(c => c.DateOfBirth).IsPersonal();
            customer.Property(c => c.Gender).IsPersonal();
            customer.Property(c => c.IdentityNumber).IsPersonal();
            customer.Property(c => c.Job).IsPersonal();
            customer.Property(c => c.Address).IsPersonal();
            customer.Property(c => c.AvatarUrl).IsPersonal();
            customer.OfTenant().OwnedBy(nameof(Customer.RelatedUserId)).JournalAs("customer");
        });
        model.Entity<CustomerTag>(link =>
        {
            link.ToTable("customer_tags").HasKey(l => new { l.TenantId, l.Id });
            link.HasIndex(l => new { l.TenantId, l.CustomerId, l.TagId }).IsUnique();
            link.HasIndex(l => new { l.TenantId, l.TagId, l.CustomerId });
            link.HasOne<Customer>().WithMany().HasForeignKey(l => new { l.TenantId, l.CustomerId }).OnDelete(DeleteBehavior.Restrict);
            link.HasOne<Tag>().WithMany().HasForeignKey(l => new { l.TenantId, l.TagId }).OnDelete(DeleteBehavior.Restrict);
            link.OfTenant().JournalAs("customer_tag", subject: "customer", reference: nameof(CustomerTag.CustomerId));
        });
        model.Entity<CustomerNote>(note =>
        {
            note.ToNotes("customer_notes");
            note.HasIndex(n => new { n.TenantId, n.CustomerId, n.CreatedAt, n.Id });
            note.HasOne<Customer>().WithMany().HasForeignKey(n => new { n.TenantId, n.CustomerId }).OnDelete(DeleteBehavior.Restrict);
            note.JournalAs("customer_note", subject: "customer", reference: nameof(CustomerNote.CustomerId));
        });
    }
}
