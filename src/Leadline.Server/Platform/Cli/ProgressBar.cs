using System.Globalization;
using Spectre.Console;

namespace Leadline.Platform.Cli;

/// <summary>Shows how far a long command is: a bar on a terminal, a line at the end elsewhere; on standard error, since standard output is for answers.</summary>
public static class ProgressBar
{
    /// <summary>Runs the work and shows its progress.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="work">The work; it reports how much is done.</param>
    public static async Task RunAsync(string title, long total, Func<IProgress<long>, Task> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected)
        {
            await work(new Silence());
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{title}: {total:N0} done."));
            return;
        }

        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress => await work(new Bar(progress.AddTask(title, maxValue: Math.Max(1, total)))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }

    private sealed class Silence : IProgress<long>
    {
        public void Report(long value)
        {
        }
    }
}
