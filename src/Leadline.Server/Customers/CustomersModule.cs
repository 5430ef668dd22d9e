using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers;

/// <summary>Customers.</summary>
public static class CustomersModule
{
    extension(TenantDb db)
    {
        /// <summary>The tenant's customers.</summary>
        public DbSet<Customer> Customers => db.Set<Customer>();
    }

    /// <summary>Registers what customers need.</summary>
    public static IServiceCollection AddCustomers(this IServiceCollection services) =>
        services.AddSingleton(new TenantModelPart(Configure));

    private static void Configure(ModelBuilder model) => model.Entity<Customer>(customer =>
    {
        customer.ToTable("customers");
        customer.HasKey(c => new { c.TenantId, c.Id });
    });
}
