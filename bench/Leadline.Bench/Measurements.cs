using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Leadline.Callers;
using Leadline.Leads;
using Leadline.OAuth;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Tenants;

namespace Leadline.Bench;

/// <summary>One measured thing: requests per second with percentiles in milliseconds, or times of single calls.</summary>
internal sealed record Figure(string Name, double? PerSecond, double P50, double P95, double P99);

/// <summary>All that is measured at one size.</summary>
internal sealed partial class Measurements
{
    private const int OtherTenants = 99;
    private const int LeadsOfOthers = 1000;
    private const long BulkLeads = 100_000;
    private const string ServerUrl = "http://127.0.0.1:18080";
    private const string FloorUrl = "http://127.0.0.1:18081";
    private const string OtherServerUrl = "http://127.0.0.1:18082";
    private const int Connections = 16;

    // Every run starts from its own second, so that no address comes twice.
    private const string CreateLua = """
        local run, sent = os.time(), 0
        wrk.headers["Content-Type"] = "application/json"
        local create = function()
          sent = sent + 1
          return wrk.format("POST", nil, nil, string.format(
            '{"first_name":"Ada","last_name":"Bench %d","email":"ada.%d.%d@example.com","phone_number":"+90532%07d"}', sent, run, sent, sent))
        end

        """;

    // A far page that begins at a mark takes no longer; the marks are set in the background, one order after the other.
    private const double MarkedMilliseconds = 30;
    private static readonly TimeSpan UntilMarked = TimeSpan.FromMinutes(20);

    // Until the runtime has compiled for good what is called often.
    private const int WarmUpSeconds = 15;

    private readonly int seconds;
    private readonly List<(long Tenant, string Token)> others = [];

    private Measurements(Engine engine, long size, int seconds)
    {
        Engine = engine;
        Size = size;
        this.seconds = seconds;
    }

    public Engine Engine { get; }

    public long Size { get; }

    public double? SeedSeconds { get; private set; }

    public double StartSeconds { get; private set; }

    public long MemoryMegabytes { get; private set; }

    public double QueriesPerSecond { get; private set; }

    public string Bulk { get; private set; } = "";

    public string TokenCheck { get; private set; } = "";

    public List<Figure> Figures { get; } = [];

    public static async Task<Measurements> TakeAsync(Engine engine, string folder, long size, int seconds)
    {
        var taken = new Measurements(engine, size, seconds);
        var data = Path.Combine(folder, $"{engine.Name}-{size}");
        Environment.SetEnvironmentVariable("LEADLINE__DATABASE", engine.ConnectionString(size)); // also of the processes that are started
        Directory.CreateDirectory(data);
        var token = await taken.PrepareAsync(data);
        using (var floor = Start(Environment.ProcessPath ?? "dotnet", ["floor", data, FloorUrl]))
        {
            await WaitForAsync($"{FloorUrl}/memory", token);
            Wrk($"{FloorUrl}/query", token, WarmUpSeconds);
            taken.Load("same bytes from memory", $"{FloorUrl}/memory", token);
            taken.Load("floor: bare page query", $"{FloorUrl}/query", token);
            using var client = new HttpClient();
            taken.QueriesPerSecond = double.Parse(await client.GetStringAsync($"{FloorUrl}/loop?seconds={seconds}"), CultureInfo.InvariantCulture);
        }

        if (engine.Pgbench is not null)
        {
            taken.Note(PageQuery(engine, size, seconds));
        }

        var clock = Stopwatch.StartNew();
        using var server = Serve(data, ServerUrl);
        await WaitForAsync($"{ServerUrl}/api/v1/leads", token);
        taken.StartSeconds = clock.Elapsed.TotalSeconds;
        await taken.MeasureAsync(token);
        await taken.WriteAsync(token);
        taken.MemoryMegabytes = server.PeakMegabytes();
        using var other = Serve(data, OtherServerUrl);
        await WaitForAsync($"{OtherServerUrl}/api/v1/leads", token);
        await taken.LoadBothAsync(token);
        return taken;
    }

    private void Note(Figure figure)
    {
        Figures.Add(figure);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Engine.Name} {Size:N0}: {figure.Name} {figure.PerSecond:N0}/s p50 {figure.P50:0.0} p95 {figure.P95:0.0} p99 {figure.P99:0.0}"));
    }

    private static Started Serve(string data, string url) => Start(
        Environment.GetEnvironmentVariable("LEADLINE_BINARY") ?? throw new InvalidOperationException("LEADLINE_BINARY names no server."), ["serve", "--data", data, "--urls", url]);

    // The same query as the floor's, prepared, as the role behind the wall, by PostgreSQL's own load generator.
    private static Figure PageQuery(Engine engine, long size, int seconds)
    {
        var script = Path.Combine(Path.GetTempPath(), "leadline-page.sql");
        File.WriteAllText(script, $"{engine.Write(Floor.Sql).Replace("@tenant", "1", StringComparison.Ordinal).Replace("@trashed", "FALSE", StringComparison.Ordinal)};\n");
        var start = new ProcessStartInfo(engine.Pgbench ?? "pgbench", ["-n", "-M", "prepared", "-c", $"{Connections}", "-j", "1", "-T", $"{seconds}", "-f", script, .. engine.PgbenchArguments(size)])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PGOPTIONS"] = "-c role=leadline_app -c leadline.tenant=1";
        using var pgbench = Process.Start(start) ?? throw new InvalidOperationException("pgbench does not start.");
        var output = pgbench.StandardOutput.ReadToEnd();
        pgbench.WaitForExit();
        var latency = double.Parse(Regex.Match(output, @"latency average = ([\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
        return new Figure("page query by pgbench", double.Parse(Regex.Match(output, @"tps = ([\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture), latency, double.NaN, double.NaN);
    }

    private async Task<string> PrepareAsync(string data)
    {
        await using var app = LeadlineServer.Build(new Dictionary<string, string?> { [nameof(LeadlineOptions.Data)] = data });
        app.Services.GetRequiredService<Installation>().Prepare();
        var printer = app.Services.GetRequiredService<PrintToken>();
        var ready = Path.Combine(data, "ready");
        if (!File.Exists(ready))
        {
            await SeedAsync(app.Services, Path.Combine(data, "seconds"));
            if (Engine.Server is not null)
            {
                using var connection = app.Services.GetRequiredService<LeadlineDatabase>().OpenForWriting();
                using var vacuum = connection.CreateCommand();
                (vacuum.CommandText, vacuum.CommandTimeout) = ("VACUUM ANALYZE", 0); // as the database does by itself some minutes after
                await vacuum.ExecuteNonQueryAsync();
            }

            await File.WriteAllTextAsync(ready, "");
        }

        SeedSeconds = double.Parse(await File.ReadAllTextAsync(Path.Combine(data, "seconds")), CultureInfo.InvariantCulture);
        var token = await printer.HandleAsync(new TenantId(1), null, null, TimeSpan.FromHours(6), CancellationToken.None);
        for (var tenant = 2L; tenant < 2 + Connections; tenant++)
        {
            others.Add((tenant, await printer.HandleAsync(new TenantId(tenant), null, null, TimeSpan.FromHours(6), CancellationToken.None)));
        }

        TokenCheck = await TimeTokenCheckAsync(app.Services.GetRequiredService<BearerTokens>(), token);
        return token;
    }

    // As the gate checks it, for some seconds: the verdict is made anew once a second, and from memory in between.
    private static async Task<string> TimeTokenCheckAsync(BearerTokens tokens, string token)
    {
        const int Seconds = 5;
        var times = new List<double>(1_000_000);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < Seconds)
        {
            var at = Stopwatch.GetTimestamp();
            if (await tokens.VerifyAsync(token, TokenHash.Of(token)) is null)
            {
                throw new InvalidOperationException("The token is not good.");
            }

            times.Add(Stopwatch.GetElapsedTime(at).TotalMicroseconds);
            await Task.Yield();
        }

        times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Checking a token: p50 {times[times.Count / 2]:0.0} µs, p99 {times[(int)(times.Count * 0.99)]:0.0} µs; made anew, once a second: {times[^(Seconds - 1)]:0} µs.");
    }

    private async Task SeedAsync(IServiceProvider services, string secondsFile)
    {
        var until = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        var seed = services.GetRequiredService<Seed>();
        var tenants = services.GetRequiredService<AddTenant>();
        var big = await tenants.HandleAsync("Big", "TR", CancellationToken.None);
        for (var i = 0; i < OtherTenants; i++)
        {
            var tenant = await tenants.HandleAsync($"Tenant {i}", "TR", CancellationToken.None);
            await seed.HandleAsync(tenant, LeadsOfOthers, i, until, new Progress<long>(), CancellationToken.None);
        }

        var clock = Stopwatch.StartNew();
        await seed.HandleAsync(big, Size, 7, until, new Progress<long>(), CancellationToken.None);
        await File.WriteAllTextAsync(secondsFile, clock.Elapsed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    private async Task MeasureAsync(string token)
    {
        Wrk($"{ServerUrl}/api/v1/leads", token, WarmUpSeconds);
        using var client = ClientOf(token);
        var first = await JsonAsync(client, "sort_by=created_at&sort_order=asc"); // of the seed, also where a former run has added leads
        var statuses = first["data"]!.AsArray().Select(lead => lead!["status"]?["id"]?.GetValue<long>()).OfType<long>().Distinct();
        var source = first["data"]!.AsArray().Select(lead => lead!["reference_source"]?["id"]?.GetValue<long>()).OfType<long>().First();
        var lastPage = first["meta"]!["last_page"]!.GetValue<long>();

        Load("list, first page", $"{ServerUrl}/api/v1/leads", token);
        Load("list, last page", $"{ServerUrl}/api/v1/leads?page={lastPage}", token);
        List<string> middles = [.. LeadSort.All.Select(sort => $"sort_by={sort.Name}&page={lastPage / 2}")];
        await TimeAsync("middle page of each order, first time", client, middles);
        await UntilMarkedAsync(client, middles);
        Load("list, middle page", $"{ServerUrl}/api/v1/leads?page={lastPage / 2}", token);
        Load("list, middle page by name", $"{ServerUrl}/api/v1/leads?sort_by=last_name&page={lastPage / 2}", token);
        foreach (var sort in LeadSort.All)
        {
            Load($"sort_by={sort.Name}", $"{ServerUrl}/api/v1/leads?sort_by={sort.Name}&sort_order=asc", token);
            Load($"sort_by={sort.Name} desc", $"{ServerUrl}/api/v1/leads?sort_by={sort.Name}&sort_order=desc", token);
        }

        foreach (var query in new[]
        {
            $"lead_status_id={statuses.First()}", $"lead_reference_source_id={source}", "converted=1", "converted=0", "trashed=1",
            "assigned_user_id=none", "has_phone=1", "limit=20", "email=nobody@example.com", "fields=id,last_name,tags",
            $"lead_status_id={statuses.First()}&sort_by=last_name", $"lead_status_id={statuses.First()}&lead_reference_source_id={source}&converted=0",
        })
        {
            Load(Regex.Replace(query, @"_id=\d+", "_id=ID"), $"{ServerUrl}/api/v1/leads?{query}", token);
        }

        await TimeAsync("selective search, up to 100 matches", client, Searches(await SelectiveTermsAsync(client)));
        await TimeAsync("search of one character", client, Searches(["q", "j", "w"]));
        await TimeAsync("search that nearly all match, first time", client, Searches(["example", "exam", "xample", "ample", "mple"]));
        await TimeAsync("search that nearly all match, again", client, Searches(Enumerable.Repeat("example", 40)));

        await BulkAsync(client, first["data"]!.AsArray().Select(lead => lead!["reference_source"]?["id"]?.GetValue<long>()).OfType<long>().Distinct());
        Load("change feed, a thousand entries a call", $"{ServerUrl}/api/v1/changes?limit=1000", token);
        Load("read one lead", $"{ServerUrl}/api/v1/leads/{first["data"]![0]!["id"]}", token);
    }

    private async Task WriteAsync(string token)
    {
        Load("create a lead", $"{ServerUrl}/api/v1/leads", token, $"{CreateLua}request = create\n");
        var targets = string.Join(", ", others.Select(other => $"{{\"{other.Tenant}\", \"{other.Token}\"}}"));
        Load("create a lead, in sixteen tenants", $"{ServerUrl}/api/v1/leads", token, $$"""
            {{CreateLua}}
            local targets = { {{targets}} }
            request = function()
              local target = targets[sent % #targets + 1]
              wrk.headers["X-Tenant"], wrk.headers["Authorization"] = target[1], "Bearer " .. target[2]
              return create()
            end

            """);
        using var client = ClientOf(token);
        var lastPage = (await JsonAsync(client, ""))["meta"]!["last_page"]!.GetValue<long>();
        Load("nine reads to one write", $"{ServerUrl}/api/v1/leads", token, $$"""
            {{CreateLua}}
            local pages = { "", "?sort_by=last_name&sort_order=asc", "?converted=0", "?page={{lastPage}}", "?trashed=1", "?sort_by=converted_at&sort_order=desc", "?search=mixed.1", "?has_phone=1&limit=20", "?page=2" }
            local asked = 0
            request = function()
              asked = asked + 1
              local page = pages[asked % 10]
              if page then return wrk.format("GET", "/api/v1/leads" .. page) end
              return create()
            end

            """);
    }

    // Half of the connections at each of two processes.
    private async Task LoadBothAsync(string token)
    {
        var halves = new[] { ServerUrl, OtherServerUrl };
        foreach (var length in new[] { WarmUpSeconds, seconds })
        {
            var outputs = await Task.WhenAll(halves.Select(url => Task.Run(() => Wrk($"{url}/api/v1/leads", token, length, "", Connections / 2))));
            if (length == seconds)
            {
                Note(new Figure(
                    "list, first page, of two processes",
                    outputs.Sum(output => double.Parse(PerSecondPattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture)),
                    outputs.Max(output => Milliseconds(output, "50%")), outputs.Max(output => Milliseconds(output, "95%")), outputs.Max(output => Milliseconds(output, "99%"))));
            }
        }
    }

    private static HttpClient ClientOf(string token)
    {
        var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Tenant", "1");
        return client;
    }

    // The leads of the source that has nearest to a hundred thousand, all changed and all taken back.
    private async Task BulkAsync(HttpClient client, IEnumerable<long> sources)
    {
        var (source, leads) = (0L, long.MaxValue);
        foreach (var other in sources)
        {
            var total = (await JsonAsync(client, $"lead_reference_source_id={other}"))["meta"]!["total"]!.GetValue<long>();
            (source, leads) = Math.Abs(total - BulkLeads) < Math.Abs(leads - BulkLeads) ? (other, total) : (source, leads);
        }

        var (batch, edit) = await JobAsync(client, "leads/bulk", new JsonObject
        {
            ["filter"] = new JsonObject { ["lead_reference_source_id"] = source }, ["action"] = "update", ["set"] = new JsonObject { ["description"] = "Measured" },
        });
        var (_, undo) = await JobAsync(client, $"batches/{batch}/undo", []);
        Bulk = string.Create(CultureInfo.InvariantCulture, $"Bulk edit of {leads:N0} leads: {edit.TotalSeconds:0.0} s, its undo: {undo.TotalSeconds:0.0} s.");
    }

    private static async Task<(long Batch, TimeSpan Took)> JobAsync(HttpClient client, string path, JsonObject body)
    {
        var clock = Stopwatch.StartNew();
        using var reply = (await client.PostAsync($"{ServerUrl}/api/v1/{path}", JsonContent.Create(body))).EnsureSuccessStatusCode();
        var done = JsonNode.Parse(await reply.Content.ReadAsStringAsync())?["data"] ?? throw new InvalidOperationException("No JSON.");
        while (done["job_id"] is not null || (string?)done["state"] is "queued" or "running")
        {
            await Task.Delay(50);
            done = JsonNode.Parse(await client.GetStringAsync($"{ServerUrl}/api/v1/jobs/{done["job_id"] ?? done["id"]}"))?["data"] ?? throw new InvalidOperationException("No JSON.");
        }

        return (done["batch_id"]?.GetValue<long>() ?? 0, clock.Elapsed);
    }

    // Names with numbers, phones and external ids of leads from all over the list: each is asked for once.
    private static async Task<List<string>> SelectiveTermsAsync(HttpClient client)
    {
        var terms = new List<string>();
        var pages = (await JsonAsync(client, "per_page=100"))["meta"]!["last_page"]!.GetValue<long>();
        for (var page = 1L; page <= pages && terms.Count < 300; page += Math.Max(1, pages / 30))
        {
            foreach (var lead in (await JsonAsync(client, $"per_page=100&page={page}"))["data"]!.AsArray().Take(12))
            {
                terms.AddRange(new[] { lead!["email"], lead["phone_number"], lead["external_id"] }
                    .Select(value => value?.GetValue<string>().Split('@')[0].Replace(" ", "", StringComparison.Ordinal)).OfType<string>().Where(value => value.Length > 7));
            }
        }

        return terms;
    }

    private static List<string> Searches(IEnumerable<string> terms) => [.. terms.Select(term => $"search={Uri.EscapeDataString(term)}")];

    private static async Task UntilMarkedAsync(HttpClient client, List<string> pages)
    {
        var clock = Stopwatch.StartNew();
        foreach (var page in pages)
        {
            while (await MillisecondsAsync(client, page) > MarkedMilliseconds)
            {
                if (clock.Elapsed > UntilMarked)
                {
                    throw new InvalidOperationException($"{page} still takes more than {MarkedMilliseconds} ms.");
                }
            }
        }
    }

    private static async Task<double> MillisecondsAsync(HttpClient client, string query)
    {
        var clock = Stopwatch.GetTimestamp();
        await JsonAsync(client, query);
        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }

    private async Task TimeAsync(string name, HttpClient client, List<string> queries)
    {
        var times = new List<double>();
        foreach (var query in queries)
        {
            times.Add(await MillisecondsAsync(client, query));
        }

        times.Sort();
        double At(double share) => times[(int)Math.Min(times.Count - 1, times.Count * share)];
        Note(new Figure(name, null, At(0.5), At(0.95), At(0.99)));
    }

    private static async Task<JsonNode> JsonAsync(HttpClient client, string query)
    {
        var text = await client.GetStringAsync($"{ServerUrl}/api/v1/leads?{query}");
        return JsonNode.Parse(text) ?? throw new InvalidOperationException("No JSON.");
    }

    // A short warm-up, then the run that counts.
    private void Load(string name, string url, string token, string requests = "")
    {
        Wrk(url, token, 2, requests);
        var output = Wrk(url, token, seconds, requests);
        if (output.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{url} did not succeed: {output}");
        }

        Note(new Figure(
            name,
            double.Parse(PerSecondPattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Milliseconds(output, "50%"), Milliseconds(output, "95%"), Milliseconds(output, "99%")));
    }

    private static string Wrk(string url, string token, int seconds, string requests = "", int connections = Connections)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk",
            ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", Script(requests), "-H", $"Authorization: Bearer {token}", "-H", "X-Tenant: 1", url])
        { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("wrk does not start.");
        var output = wrk.StandardOutput.ReadToEnd();
        wrk.WaitForExit();
        return output;
    }

    // wrk prints no 95th percentile by itself.
    private static string Script(string requests)
    {
        var script = Path.Combine(Path.GetTempPath(), $"leadline-bench-{Guid.NewGuid():N}.lua");
        File.WriteAllText(script, requests + """
            done = function(summary, latency, requests)
              for _, p in pairs({50, 95, 99}) do io.write(string.format("p %d%% %.3f\n", p, latency:percentile(p) / 1000)) end
            end
            """);
        return script;
    }

    private static double Milliseconds(string output, string percentile) =>
        double.Parse(Regex.Match(output, $@"p {percentile} ([\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture);

    private static Started Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["LEADLINE__RATELIMIT__PERMITSPERMINUTE"] = "1000000000";
        return new Started(Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start."));
    }

    private static async Task WaitForAsync(string url, string token)
    {
        using var client = ClientOf(token);
        for (var attempt = 0; attempt < 3000; attempt++)
        {
            try
            {
                (await client.GetAsync(url)).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(10);
            }
        }

        throw new InvalidOperationException($"{url} does not answer.");
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecondPattern();

    // A process that ends with the measurement, even with one that fails.
    private sealed class Started(Process process) : IDisposable
    {
        public long PeakMegabytes()
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
            return long.Parse(Regex.Match(line, @"\d+").Value, CultureInfo.InvariantCulture) / 1024;
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
