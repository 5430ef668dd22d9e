using Leadline.Leads;
using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tasks;

/// <summary>What is to be done about leads.</summary>
public static class TasksModule
{
    extension(TenantDb db)
    {
        /// <summary>The tenant's tasks.</summary>
        public DbSet<LeadTask> LeadTasks => db.Set<LeadTask>();
    }

    /// <summary>Registers what tasks need.</summary>
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddSingleton<SeedTasks>()
        .AddSingleton<SendReminders>()
        .AddHostedService(provider => provider.GetRequiredService<SendReminders>())
        .AddScoped<ILetterKind, ReminderLetter>()
        .AddSingleton(new WireTypes(TaskJson.Default))
        .AddSingleton(new TenantModelPart(Configure));

    /// <summary>Maps the tasks' endpoints.</summary>
    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var tasks = api.MapGroup("").WithTags("Task");
        ListTasks.Map(tasks);
        ListLeadTasks.Map(tasks);
        ListFollowUps.Map(tasks);
        CreateTask.Map(tasks);
        GetTask.Map(tasks);
        UpdateTask.Map(tasks);
        DeleteTask.Map(tasks);
        RestoreTask.Map(tasks);
    }

    private static void Configure(ModelBuilder model) => model.Entity<LeadTask>(task =>
    {
        task.ToTable("tasks").HasKey(t => new { t.TenantId, t.Id });
        task.Property(t => t.Version).IsConcurrencyToken();
        task.Property(t => t.Title).IsPersonal();
        task.Property(t => t.Description).IsPersonal();
        task.Property(t => t.SearchKey).IsDerived();
        task.Property(t => t.RemindedAt).IsWorking();
        task.HasOne<Lead>().WithMany().HasForeignKey(t => new { t.TenantId, t.LeadId }).OnDelete(DeleteBehavior.Restrict);
        task.HasOne<Membership>().WithMany().HasForeignKey(t => new { t.TenantId, t.AssignedUserId }).OnDelete(DeleteBehavior.Restrict);
        task.HasOne<Membership>().WithMany().HasForeignKey(t => new { t.TenantId, t.CompletedById }).OnDelete(DeleteBehavior.Restrict);
        task.HasOne<Membership>().WithMany().HasForeignKey(t => new { t.TenantId, t.CreatedById }).OnDelete(DeleteBehavior.Restrict);
        task.HasIndex(t => new { t.TenantId, t.LeadId, t.DueAt, t.Id });
        task.HasIndex(t => new { t.TenantId, t.DueAt, t.LeadId }, "open_tasks").HasFilter("completed_at IS NULL AND deleted_at IS NULL");
        task.HasIndex(t => new { t.TenantId, t.AssignedUserId, t.DueAt }, "open_tasks_by_assignee").HasFilter("completed_at IS NULL AND deleted_at IS NULL");
        task.HasIndex(t => new { t.TenantId, t.AssignedUserId, t.RemindAt }, "open_tasks_by_reminder").HasFilter("completed_at IS NULL AND deleted_at IS NULL AND remind_at IS NOT NULL");
        task.HasIndex(t => new { t.TenantId, t.RemindAt, t.Id }, SendReminders.Index).HasFilter(SendReminders.Armed);
        task.OfTenant().JournalAs("task", subject: "lead", reference: nameof(LeadTask.LeadId)).KeepTogether(nameof(LeadTask.CompletedAt), nameof(LeadTask.CompletedById));
    });
}
