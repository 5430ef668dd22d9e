using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Leadline.WebApp;

/// <summary>
/// The API as the web page calls it: over HTTP and through the whole pipeline like any program, but on connections within the process. So it
/// works whatever addresses, names and certificates the server has, and nothing of the page's language or context gets into the API.
/// </summary>
public sealed class InProcessApi : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private const string Scheme = "X-Forwarded-Proto";
    private const string Address = "X-Forwarded-For";
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200); // those who wait for news would wait on
    private static readonly IPEndPoint Here = new(IPAddress.Loopback, 80);

    private readonly Listener listener = new();
    private readonly IHttpContextFactory contexts;
    private readonly Lazy<Task<KestrelServer>> server;
    private readonly SocketsHttpHandler client;
    private RequestDelegate? pipeline;

    /// <summary>An API that nobody has called yet.</summary>
    public InProcessApi(IServiceProvider services, IHttpContextFactory contexts, ILoggerFactory logs)
    {
        this.contexts = contexts;
        server = new Lazy<Task<KestrelServer>>(async () =>
        {
            var options = new KestrelServerOptions { ApplicationServices = services, AddServerHeader = false };
            options.Listen(Here, listen => listen.Protocols = HttpProtocols.Http1);
            var kestrel = new KestrelServer(Options.Create(options), listener, logs);
            await kestrel.StartAsync(this, CancellationToken.None);
            return kestrel;
        });
        client = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = async (_, _) => await ConnectAsync(),
        };
    }

    /// <summary>Takes the pipeline behind this place for its own.</summary>
    public void Take(IApplicationBuilder app) => app.Use(next => pipeline = next);

    /// <summary>A client for one browser; disposing of it closes no connection.</summary>
    /// <param name="address">The browser's address, which the API takes for the caller's.</param>
    public HttpClient ClientFor(string? address) =>
        new(new ForBrowser(client, address), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc />
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => contexts.Create(contextFeatures);

    /// <inheritdoc />
    public Task ProcessRequestAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        context.Request.Scheme = headers[Scheme].ToString() is { Length: > 0 } scheme ? scheme : Uri.UriSchemeHttp;
        if (IPAddress.TryParse(headers[Address].ToString(), out var address))
        {
            context.Connection.RemoteIpAddress = address;
        }

        headers.Remove(Scheme);
        headers.Remove(Address);
        return pipeline is { } next ? next(context) : throw new InvalidOperationException("The pipeline is not built.");
    }

    /// <inheritdoc />
    public void DisposeContext(HttpContext context, Exception? exception) => contexts.Dispose(context);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (server.IsValueCreated)
        {
            var kestrel = await server.Value;
            using var grace = new CancellationTokenSource(Grace);
            await kestrel.StopAsync(grace.Token);
            kestrel.Dispose();
        }
    }

    private async Task<Stream> ConnectAsync()
    {
        await server.Value;
        var (toServer, toClient) = (new Pipe(new PipeOptions(useSynchronizationContext: false)), new Pipe(new PipeOptions(useSynchronizationContext: false)));
        await listener.Connections.Writer.WriteAsync(new Connection { Transport = new Ends(toServer.Reader, toClient.Writer) });
        return new BothWays(toClient.Reader.AsStream(), toServer.Writer.AsStream());
    }

    private sealed class Listener : IConnectionListenerFactory, IConnectionListener
    {
        public Channel<ConnectionContext> Connections { get; } = Channel.CreateUnbounded<ConnectionContext>();

        public EndPoint EndPoint => Here;

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken) => ValueTask.FromResult<IConnectionListener>(this);

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken) =>
            await Connections.Reader.WaitToReadAsync(cancellationToken) && Connections.Reader.TryRead(out var connection) ? connection : null;

        public ValueTask UnbindAsync(CancellationToken cancellationToken)
        {
            Connections.Writer.TryComplete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    // The server's end of a connection. It is closed by its pipes; its source is never disposed of, so whoever aborts late does no harm.
    private sealed class Connection : ConnectionContext
    {
        private readonly CancellationTokenSource closed = new();

        public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        public override required IDuplexPipe Transport { get; set; }

        public override EndPoint? LocalEndPoint { get; set; } = Here;

        public override EndPoint? RemoteEndPoint { get; set; } = Here;

        public override CancellationToken ConnectionClosed
        {
            get => closed.Token;
            set => throw new NotSupportedException();
        }

        public override void Abort(ConnectionAbortedException abortReason)
        {
            Transport.Input.CancelPendingRead();
            Transport.Output.CancelPendingFlush();
            closed.Cancel();
        }

        public override async ValueTask DisposeAsync()
        {
            await Transport.Input.CompleteAsync();
            await Transport.Output.CompleteAsync();
            await base.DisposeAsync();
        }
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    // Tells the API what the connection cannot: over what the browser came, and from where.
    private sealed class ForBrowser(HttpMessageHandler next, string? address) : DelegatingHandler(next)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is { } uri)
            {
                request.Headers.Host = uri.Authority;
                request.Headers.Add(Scheme, uri.Scheme);
                request.RequestUri = new UriBuilder(uri) { Scheme = Uri.UriSchemeHttp, Host = "localhost", Port = 80 }.Uri; // one pool of connections, none of them with TLS
            }

            if (address is not null)
            {
                request.Headers.Add(Address, address);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }

    // The client's end of a connection.
    private sealed class BothWays(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => input.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => input.ReadAsync(buffer, offset, count, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => output.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => output.WriteAsync(buffer, offset, count, cancellationToken);

        public override void Flush() => output.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                output.Dispose();
                input.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
