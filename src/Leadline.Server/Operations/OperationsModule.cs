using Leadline.Operations.Moving;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Leadline.Operations;

/// <summary>What the operator does with an installation.</summary>
public static class OperationsModule
{
    /// <summary>Registers the commands' work.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<Readiness>(nameof(Readiness));
        return services
            .AddSingleton<BackUp>()
            .AddSingleton<CopyInstallation>()
            .AddSingleton<Demo>()
            .AddSingleton<Restore>()
            .AddSingleton<Verify>()
            .AddSingleton<Draining>()
            .AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<Draining>());
    }

    /// <summary>Maps what a balancer asks, without a token: whether the process lives, and whether it takes calls. The answer is one word of plain text.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
        app.MapHealthChecks("/health/ready").WithMetadata(new HttpMethodMetadata([HttpMethods.Get]));
    }
}
