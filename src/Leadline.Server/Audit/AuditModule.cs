using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Audit;

/// <summary>Who got in, by what, and who may do what.</summary>
public static class AuditModule
{
    extension(PlatformDb db)
    {
        /// <summary>What happened.</summary>
        public DbSet<AuditEvent> AuditEvents => db.Set<AuditEvent>();
    }

    /// <summary>Registers what tells and forgets it.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<AuditLog>()
        .AddSingleton<IFirstStart, AuditTriggers>()
        .AddSingleton<PruneAudit>()
        .AddHostedService(provider => provider.GetRequiredService<PruneAudit>())
        .AddSingleton(new PlatformModelPart(Configure));

    private static void Configure(ModelBuilder model) => model.Entity<AuditEvent>(told =>
    {
        told.ToTable("audit_events");
        told.HasIndex(e => new { e.TenantId, e.CreatedAt, e.Id });
        told.HasIndex(e => new { e.UserId, e.CreatedAt, e.Id });
        told.HasIndex(e => e.CreatedAt);
    });
}
