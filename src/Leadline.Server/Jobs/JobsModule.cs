using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Jobs;

/// <summary>One kind of job.</summary>
public interface IJobKind
{
    /// <summary>The kind it does, which is also the action of its batch: <c>lead.bulk</c>.</summary>
    string Kind { get; }

    /// <summary>Through what its changes are made; see <see cref="Author"/>.</summary>
    string Through { get; }

    /// <summary>Does the next rows, in a transaction with the job's own row.</summary>
    /// <returns>Whether there is more to do.</returns>
    Task<bool> StepAsync(TenantWrite write, Job job);
}

/// <summary>Work that goes on after its call was answered.</summary>
public static class JobsModule
{
    extension(TenantDb db)
    {
        /// <summary>The tenant's jobs.</summary>
        public DbSet<Job> Jobs => db.Set<Job>();
    }

    /// <summary>Registers what jobs need.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<JobRunner>()
        .AddSingleton<IJobKind, UndoBatchJob>()
        .AddHostedService(provider => provider.GetRequiredService<JobRunner>())
        .AddSingleton(new WireTypes(JobJson.Default))
        .AddSingleton(new TenantModelPart(Configure));

    /// <summary>Maps the jobs' endpoints.</summary>
    public static void MapJobs(this IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("").WithTags("Job");
        GetJob.Map(jobs);
        CancelJob.Map(jobs);
        UndoBatch.Map(api.MapGroup("").WithTags("Journal"));
    }

    private static void Configure(ModelBuilder model) => model.Entity<Job>(job =>
    {
        job.ToTable("jobs").HasKey(j => new { j.TenantId, j.Id });
        job.HasIndex(j => new { j.TenantId, j.BatchId });
        job.Ignore(j => j.IsOpen);
        job.HasIndex(j => new { j.TenantId, j.Id }, "open_jobs").HasFilter($"state IN ('{Job.Queued}', '{Job.Running}')");
        job.OfTenant();
    });
}
