using System.Runtime.InteropServices;
using Leadline.Platform;
using Microsoft.Extensions.Options;

namespace Leadline.Operations;

/// <summary>
/// Ends the process so that no caller notices: on SIGTERM it first says at <c>/health/ready</c> that it will go, and answers on until a balancer has
/// had the time to hear it (<c>LEADLINE__DRAINSECONDS</c>); then it takes no more calls, and ends those under way. On SIGINT it does not wait.
/// </summary>
public sealed class Draining(IHostApplicationLifetime lifetime, IOptions<LeadlineOptions> options, TimeProvider clock) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> signals = [];
    private readonly TimeSpan drain = options.Value.Drain();

    /// <summary>Whether the process is about to go.</summary>
    public bool HasBegun { get; private set; }

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Take(signal, drain)));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Take(signal, TimeSpan.Zero)));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => Take(signal, TimeSpan.Zero)));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => signals.ForEach(signal => signal.Dispose());

    /// <summary>Tells clients of a process that is about to go to connect anew for their next call.</summary>
    internal Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (HasBegun)
        {
            http.Response.Headers.Connection = "close";
        }

        return next(http);
    }

    private void Take(PosixSignalContext signal, TimeSpan wait)
    {
        signal.Cancel = true; // it is not the system that ends the process
        HasBegun = true;
        _ = EndAsync(wait);
    }

    private async Task EndAsync(TimeSpan wait)
    {
        await Task.Delay(wait, clock, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lifetime.StopApplication();
    }
}
