namespace Leadline.Tests.Operations;

/// <summary>An installation that only the program itself touches, with one tenant.</summary>
public sealed class OperatedInstallation : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public string Folder => folder.Path;

    /// <summary>The id of its first tenant.</summary>
    public string Tenant { get; private set; } = "";

    public async ValueTask InitializeAsync() => Tenant = (await SucceedAsync("tenant", "add", "First", "--country", "TR")).Output;

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a command; it must end well.</summary>
    internal Task<CommandLineRun> SucceedAsync(params string[] arguments) => LeadlineProgram.SucceedAsync(Folder, arguments);

    /// <summary>Starts a server, which listens.</summary>
    internal Task<LeadlineProgram> ServeAsync() => LeadlineProgram.ServeAsync(Folder);
}
