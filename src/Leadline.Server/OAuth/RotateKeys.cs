using System.CommandLine;
using Leadline.Platform.Cli;

namespace Leadline.OAuth;

/// <summary>Makes the next keys before their time: <c>leadline keys rotate</c>.</summary>
public static class RotateKeys
{
    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var keys = new Command("keys", "The keys that sign and encrypt tokens.");
        keys.Add(commands.Command("rotate", "Makes the next keys and prints from when on they are used; tokens made with those of today stay good.", [], (_, server, _) =>
        {
            Console.WriteLine($"used_from={server.Services.GetRequiredService<KeyRing>().Rotate():yyyy-MM-ddTHH:mm:ssZ}");
            return Task.CompletedTask;
        }, needsInstallation: true));
        return keys;
    }
}
