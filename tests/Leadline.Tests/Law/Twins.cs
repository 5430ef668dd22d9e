using System.Globalization;
using System.Net;
using System.Text;
using Leadline.Platform.Database;
using Leadline.Tests.Operations.Moving;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Law;

/// <summary>
/// One installation twice, on PostgreSQL and on SQLite, by one clock: what is done to the one is done to the other. A client of theirs sends every
/// call to both, and asserts that the replies are the same to the byte.
/// </summary>
internal sealed class Twins : IAsyncDisposable
{
    private readonly Place[] places;
    private readonly LeadlineHost[] hosts;
    private readonly StandingClock clock;
    private readonly List<TestTenant> tenants = [];

    private Twins(Place[] places, LeadlineHost[] hosts, StandingClock clock) => (this.places, this.hosts, this.clock) = (places, hosts, clock);

    /// <summary>How many replies were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>The one whose replies are handed on.</summary>
    public LeadlineHost Host => hosts[0];

    /// <summary>The tenant, in each.</summary>
    public IReadOnlyList<TestTenant> Tenants => tenants;

    public static async Task<Twins> StartAsync(string? country)
    {
        var clock = new StandingClock();
        Place[] places = [Place.OnPostgres(), Place.OnSqlite()];
        var twins = new Twins(places, [await places[0].HostByAsync(clock), await places[1].HostByAsync(clock)], clock);
        foreach (var host in twins.hosts)
        {
            twins.tenants.Add(await host.NewTenantAsync(country: country));
        }

        return twins;
    }

    /// <summary>Does something in both, which must come to the same.</summary>
    public async Task<T> BothAsync<T>(Func<TestTenant, Task<T>> work)
    {
        Align();
        var (one, other) = (await work(tenants[0]), await work(tenants[1]));
        Assert.Equal(one, other);
        return one;
    }

    /// <summary>A client of both.</summary>
    public async Task<HttpClient> ClientAsync(string scope, string? user = null) =>
        new(new Sender(this, [await tenants[0].ClientAsync(scope, user), await tenants[1].ClientAsync(scope, user)])) { BaseAddress = new Uri("http://localhost/") };

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        foreach (var place in places)
        {
            place.Dispose();
        }
    }

    // A change that is taken back gives ids back on the one engine, and leaves a gap on the other.
    private void Align()
    {
        clock.Step();
        var next = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var host in hosts)
        {
            host.Services.GetRequiredService<IdBlocks>().LeaveUnused();
            using var connection = host.Database.OpenForWriting();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT name, next FROM id_counters";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                next[rows.GetString(0)] = Math.Max(rows.GetInt64(1), next.GetValueOrDefault(rows.GetString(0)));
            }
        }

        var counters = string.Join(", ", next.Select(counter => string.Create(CultureInfo.InvariantCulture, $"('{counter.Key}', {counter.Value})")));
        foreach (var host in hosts)
        {
            using var connection = host.Database.OpenForWriting();
            connection.Execute($"INSERT INTO id_counters (name, next) VALUES {counters} ON CONFLICT (name) DO UPDATE SET next = excluded.next");
        }

        using var postgres = Host.Database.OpenForWriting();
        postgres.Execute("SELECT setval('journal_ids', coalesce((SELECT max(id) FROM journal), 0) + 1, FALSE)");
        postgres.Execute("SELECT setval(pg_get_serial_sequence('audit_events', 'id'), coalesce((SELECT max(id) FROM audit_events), 0) + 1, FALSE)");
    }

    /// <summary>Stands still between changes, so that one time is told by both.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private DateTimeOffset now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => now;

        public void Step() => now = now.AddMilliseconds(1001).AddMicroseconds(7);
    }

    private sealed class Sender(Twins twins, HttpClient[] clients) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            if (request.Method != HttpMethod.Get)
            {
                twins.Align();
            }

            var replies = new List<(HttpResponseMessage Reply, string Text)>();
            foreach (var client in clients)
            {
                var reply = await client.SendAsync(Copy(request, body), cancellationToken);
                replies.Add((reply, await TextOfAsync(reply)));
                if (reply.StatusCode == HttpStatusCode.Accepted)
                {
                    await EndAsync(client, reply);
                }
            }

            Assert.True(
                replies[0].Text == replies[1].Text,
                $"""
                {request.Method} {request.RequestUri?.PathAndQuery} {(body is null ? "" : Encoding.UTF8.GetString(body))}
                PostgreSQL: {replies[0].Text}
                SQLite:     {replies[1].Text}
                """);
            twins.Compared++;
            replies[1].Reply.Dispose();
            return replies[0].Reply;
        }

        private static HttpRequestMessage Copy(HttpRequestMessage request, byte[]? body)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri?.PathAndQuery) { Content = body is null ? null : new ByteArrayContent(body) };
            copy.Headers.Host = "localhost"; // links begin with it
            foreach (var (name, values) in request.Headers)
            {
                copy.Headers.TryAddWithoutValidation(name, values);
            }

            foreach (var (name, values) in request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            {
                copy.Content!.Headers.TryAddWithoutValidation(name, values);
            }

            return copy;
        }

        // All of a reply but for the time it was sent at.
        private static async Task<string> TextOfAsync(HttpResponseMessage reply)
        {
            var headers = reply.Headers.Concat(reply.Content.Headers).Where(header => header.Key != "Date").OrderBy(header => header.Key, StringComparer.Ordinal);
            return $"{(int)reply.StatusCode}\n{string.Join('\n', headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"))}\n{await reply.Content.ReadAsStringAsync()}";
        }

        private static async Task EndAsync(HttpClient client, HttpResponseMessage queued)
        {
            await queued.Content.LoadIntoBufferAsync();
            if ((await queued.JsonAsync(HttpStatusCode.Accepted))["data"]?["job_id"] is { } job)
            {
                await client.EndOfJobAsync((long)job);
            }
        }
    }
}
