namespace Leadline.Callers;

/// <summary>Who may call.</summary>
public static class CallersModule
{
    /// <summary>Registers the gate's parts.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services) => services
        .AddSingleton<BearerTokens>()
        .AddSingleton<RateLimiter>();

    /// <summary>Whether an endpoint's callers must name a tenant.</summary>
    public static bool NeedsTenant(EndpointMetadataCollection endpoint) => endpoint.GetMetadata<Access>() is { NeedsTenant: true };

    /// <summary>Puts the gate before every endpoint of the API.</summary>
    public static IApplicationBuilder UseCallerGate(this IApplicationBuilder app) => app.UseMiddleware<CallerGate>();
}
