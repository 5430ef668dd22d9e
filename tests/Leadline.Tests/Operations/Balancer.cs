namespace Leadline.Tests.Operations;

/// <summary>Sends calls in turn to those servers that said they are ready when they were last asked, as balancers do.</summary>
internal sealed class Balancer : DelegatingHandler
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource end = new();
    private readonly Task asking;
    private readonly HttpClient asker = new() { Timeout = TimeSpan.FromSeconds(1) };
    private Uri[] servers;
    private Uri[] ready;
    private int turn;

    public Balancer(params Uri[] servers)
        : base(new SocketsHttpHandler())
    {
        (this.servers, ready) = (servers, servers);
        asking = Task.Run(AskAsync);
    }

    /// <summary>Those it sends calls to.</summary>
    public IReadOnlyList<Uri> Ready => Volatile.Read(ref ready);

    /// <summary>Puts a server in the place of another.</summary>
    public void Replace(Uri old, Uri next) => Volatile.Write(ref servers, [.. servers.Where(server => server != old), next]);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var all = Ready;
        request.RequestUri = new Uri(all[(int)((uint)Interlocked.Increment(ref turn) % all.Count)], request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            end.Cancel();
            asking.Wait(CancellationToken.None);
            asker.Dispose();
            end.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task AskAsync()
    {
        while (!end.IsCancellationRequested)
        {
            var answers = await Task.WhenAll(Volatile.Read(ref servers).Select(async server => (server, await IsReadyAsync(server))));
            if (answers.Any(answer => answer.Item2)) // else none is better than another
            {
                Volatile.Write(ref ready, [.. answers.Where(answer => answer.Item2).Select(answer => answer.server)]);
            }

            await Task.Delay(Period, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsReadyAsync(Uri server)
    {
        try
        {
            using var reply = await asker.GetAsync(new Uri(server, "/health/ready"));
            return reply.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
