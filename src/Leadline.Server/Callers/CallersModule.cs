namespace Leadline.Callers;

/// <summary>Who may call.</summary>
public static class CallersModule
{
    /// <summary>Registers the gate's parts.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services) => services
        .AddSingleton<Standings>()
        .AddSingleton<BearerTokens>()
        .AddSingleton<RateLimiter>();

    /// <summary>What an endpoint asks of its callers, for its description.</summary>
    public static (IReadOnlyList<string> AnyOf, bool NeedsTenant) AccessOf(EndpointMetadataCollection endpoint) =>
        endpoint.GetMetadata<Access>() is { } access ? (access.AnyOf, access.NeedsTenant) : ([], false);

    /// <summary>Puts the gate before every endpoint of the API.</summary>
    public static IApplicationBuilder UseCallerGate(this IApplicationBuilder app) => app.UseMiddleware<CallerGate>();
}
