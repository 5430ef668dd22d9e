namespace Leadline.Operations;

/// <summary>What the operator does with an installation.</summary>
public static class OperationsModule
{
    /// <summary>Registers the commands' work.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<Demo>()
        .AddSingleton<Verify>();
}
