
namespace Leadline.Platform;

/// <summary>Settings, clock and log.</summary>
public static class PlatformModule
{
    /// <summary>Registers them.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration, TimeProvider clock) => services
        .Configure<LeadlineOptions>(configuration.GetSection(LeadlineOptions.Section))
        .AddSingleton(clock)
        .AddSingleton<Installation>()
        .AddSingleton<SecretBox>()
        .AddLogging(log => log
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical) // why a start failed, the command line tells
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical) // what it throws is logged where it is caught
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            }))
        .Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
