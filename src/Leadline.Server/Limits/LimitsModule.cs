using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Limits;

/// <summary>How much may be asked, and how often a secret may be guessed at.</summary>
public static class LimitsModule
{
    /// <summary>Registers what counts.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services) => services
        .AddSingleton<SharedCounters>()
        .AddHostedService(provider => provider.GetRequiredService<SharedCounters>())
        .AddSingleton<TenantTiers>()
        .AddHostedService(provider => provider.GetRequiredService<TenantTiers>())
        .AddSingleton<AttemptLimits>()
        .AddSingleton(new PlatformModelPart(Configure));

    /// <summary>Puts the limits of the authorization server before its endpoints.</summary>
    public static IApplicationBuilder UseOAuthLimits(this IApplicationBuilder app) => app.UseMiddleware<OAuthLimits>();

    private static void Configure(ModelBuilder model) => model.Entity<LimitCount>(count =>
    {
        count.ToTable("limit_counts").HasKey(c => new { c.Key, c.EndsAt });
        count.HasIndex(c => c.EndsAt);
    });
}
