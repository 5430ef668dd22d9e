using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Leadline.Tests.Account;

/// <summary>Guessing at passwords is slow, tells nothing, and shuts nobody out.</summary>
public sealed class SignInLimitsTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1";

    private const int AttemptsOfAddress = 40;

    [Fact]
    public async Task Strangers_are_turned_away_from_an_account_and_its_person_is_not()
    {
        await using var host = await StartAsync();
        var tenant = await host.NewTenantAsync();
        var (_, email) = await tenant.AddMemberAsync();
        using var browser = new SignInVisitor(host, "198.51.100.1");
        await browser.SignInAsync(email);

        var (known, unknown) = (await AttackAsync(host, email, 40), await AttackAsync(host, "nobody@example.com", 40));

        Assert.Equal(30, known.Count(reply => reply.Status == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.TooManyRequests, known[^1].Status);
        Assert.InRange(known[^1].RetryAfter!.Value.TotalSeconds, 1, 86_400);
        Assert.Equal(known.Select(reply => (reply.Status, Without(reply.Text))), unknown.Select(reply => (reply.Status, Without(reply.Text))));
        Assert.True(await browser.IsSignedInAsync());
        await browser.SignOutAsync();
        browser.MoveTo("203.0.113.77");
        await browser.SignInAsync(email);
        using var other = new SignInVisitor(host, "198.51.100.1");
        await other.SignInAsync(email);
        using var stranger = new SignInVisitor(host, "192.0.2.200");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.TryAsync(email, SignInVisitor.Password)).StatusCode);
    }

    [Fact]
    public async Task A_right_password_counts_for_nothing()
    {
        await using var host = await StartAsync(("Attempts:PerPair", "2"), ("Attempts:PerAddress", "2"), ("Attempts:PerAccount", "2"));
        var (_, email) = await (await host.NewTenantAsync()).AddMemberAsync();

        for (var time = 0; time < 5; time++)
        {
            using var browser = new SignInVisitor(host, "198.51.100.1");
            await browser.SignInAsync(email);
        }
    }

    [Fact]
    public async Task A_household_is_one_address()
    {
        await using var host = await StartAsync(("Attempts:PerAddress", "3"));
        var statuses = new List<HttpStatusCode>();
        foreach (var address in new[] { "2001:db8:1:1::1", "2001:db8:1:1::2", "2001:db8:1:1:ffff::3", "2001:db8:1:1::4", "2001:db8:1:2::1" })
        {
            using var browser = new SignInVisitor(host, address);
            statuses.Add((await browser.TryAsync($"{Guid.NewGuid():N}@example.com", "guess")).StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], statuses);
    }

    [Fact]
    public async Task Failures_count_whichever_process_they_came_to()
    {
        await using var one = await StartAsync(("Attempts:PerPair", "4"));
        await using var two = await StartAsync(("Attempts:PerPair", "4"), ("Data", one.Folder));
        using var at = new SignInVisitor(one, "198.51.100.1");
        using var elsewhere = new SignInVisitor(two, "198.51.100.1");
        var statuses = new List<HttpStatusCode>();
        foreach (var visitor in new[] { at, elsewhere, at, elsewhere, at, elsewhere })
        {
            statuses.Add((await visitor.TryAsync("nobody@example.com", "guess")).StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 4), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 2)], statuses);
    }

    [Fact]
    public async Task A_storm_of_guesses_locks_no_honest_person_out_takes_no_memory_and_tells_nothing()
    {
        var attempts = IsLong ? 100_000 : 400;
        await using var host = await StartAsync();
        var tenant = await host.NewTenantAsync();
        var (_, honest) = await tenant.AddMemberAsync();
        var people = new List<string> { honest };
        for (var i = 0; i < (IsLong ? 100 : 3); i++)
        {
            people.Add((await tenant.AddMemberAsync()).Email);
        }

        string[] nobody = [.. people.Select(_ => $"{Guid.NewGuid():N}@example.com")];
        using var signedIn = new SignInVisitor(host, "198.51.100.1");
        using var known = new SignInVisitor(host, "198.51.100.2");
        await signedIn.SignInAsync(honest);
        await known.SignInAsync(honest);
        await known.SignOutAsync();
        using var attacker = new SignInVisitor(host);
        var page = await attacker.Http.GetStringAsync("/account/sign-in", TestContext.Current.CancellationToken);
        await StormAsync(attacker, page, attempts / 10, people, nobody, new());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var times = new ConcurrentBag<(bool IsKnown, HttpStatusCode Status, TimeSpan Time)>();

        await StormAsync(attacker, page, attempts, people, nobody, times);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 << 20);
        Assert.True(await signedIn.IsSignedInAsync());
        known.MoveTo("203.0.113.99");
        await known.SignInAsync(honest);
        Assert.All(times, reply => Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{reply.Status}"));
        foreach (var status in times.Select(reply => reply.Status).Distinct().Where(status => times.Count(reply => reply.IsKnown && reply.Status == status) > 50 && times.Count(reply => !reply.IsKnown && reply.Status == status) > 50))
        {
            // A machine that is busy for a moment moves one of the two; what tells somebody apart moves both.
            var (known50, none50) = (At(0.5, isKnown: true), At(0.5, isKnown: false));
            var (known25, none25) = (At(0.25, isKnown: true), At(0.25, isKnown: false));
            Assert.True(
                known50 / none50 is >= 0.7 and <= 1.4 || known25 / none25 is >= 0.7 and <= 1.4,
                $"{status}: {known25:N2} and {known50:N2} ms for an account, {none25:N2} and {none50:N2} ms for none.");

            double At(double share, bool isKnown) => Quantile(share, times.Where(reply => reply.IsKnown == isKnown && reply.Status == status));
        }
    }

    [Fact]
    public async Task A_wrong_password_takes_as_long_whether_there_is_an_account_or_not()
    {
        await using var host = await StartAsync(("Attempts:PerAccount", "0"), ("Attempts:PerAddress", "0"), ("Attempts:PerPair", "0"));
        var (_, email) = await (await host.NewTenantAsync()).AddMemberAsync();
        using var attacker = new SignInVisitor(host);
        var page = await attacker.Http.GetStringAsync("/account/sign-in", TestContext.Current.CancellationToken);
        var times = new ConcurrentBag<(bool IsKnown, HttpStatusCode Status, TimeSpan Time)>();

        await StormAsync(attacker, page, 20, [email], ["nobody@example.com"], new());
        await StormAsync(attacker, page, IsLong ? 2000 : 120, [email], ["nobody@example.com"], times);

        var (real, none) = (Median(times.Where(reply => reply.IsKnown)), Median(times.Where(reply => !reply.IsKnown)));
        Assert.All(times, reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        Assert.True(Math.Abs(real - none) <= 0.25 * Math.Max(real, none), $"{real:N1} ms for an account, {none:N1} ms for none.");
    }

    private static Task StormAsync(
        SignInVisitor attacker, string page, int attempts, List<string> people, string[] nobody, ConcurrentBag<(bool, HttpStatusCode, TimeSpan)> times) =>
        Parallel.ForEachAsync(Enumerable.Range(0, attempts), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, ct) =>
        {
            var isKnown = Random.Shared.Next(2) == 0;
            var email = isKnown ? people[Random.Shared.Next(people.Count)] : nobody[Random.Shared.Next(nobody.Length)];
            using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
            {
                Content = new FormUrlEncodedContent([new("__RequestVerificationToken", SignInVisitor.Token(page)), new("email", email), new("password", $"guess {number}")]),
            };
            var from = Random.Shared.Next(Math.Max(1, attempts / AttemptsOfAddress));
            request.Headers.Add("X-Forwarded-For", $"10.{from / 65_536}.{from / 256 % 256}.{from % 256}");
            var watch = Stopwatch.StartNew();
            using var reply = await attacker.Http.SendAsync(request, ct);
            times.Add((isKnown, reply.StatusCode, watch.Elapsed));
        });

    private static double Median(IEnumerable<(bool IsKnown, HttpStatusCode Status, TimeSpan Time)> replies) => Quantile(0.5, replies);

    private static double Quantile(double share, IEnumerable<(bool IsKnown, HttpStatusCode Status, TimeSpan Time)> replies)
    {
        double[] times = [.. replies.Select(reply => reply.Time.TotalMilliseconds).Order()];
        return times.Length == 0 ? 0 : times[(int)(times.Length * share)];
    }

    private static async Task<List<(HttpStatusCode Status, TimeSpan? RetryAfter, string Text)>> AttackAsync(LeadlineHost host, string email, int attempts)
    {
        var replies = new List<(HttpStatusCode, TimeSpan?, string)>();
        for (var number = 0; number < attempts; number++)
        {
            using var browser = new SignInVisitor(host, $"192.0.2.{number + 1}");
            using var reply = await browser.TryAsync(email, "guess");
            var text = await reply.Content.ReadAsStringAsync();
            replies.Add((reply.StatusCode, reply.Headers.RetryAfter?.Delta, text.Replace(email, "", StringComparison.Ordinal)));
        }

        return replies;
    }

    // What differs from one visit to the next.
    private static string Without(string page) => Regex.Replace(page, "value=\"[^\"]{80,}\"|data-options=\"[^\"]*\"|[0-9]+ minutes?", "");

    private static Task<LeadlineHost> StartAsync(params (string Name, string? Value)[] settings)
    {
        var given = new Dictionary<string, string?> { ["Proxies:Trusted"] = "127.0.0.1", ["Attempts:PerAddress"] = "60", ["Attempts:Minutes"] = "1440" };
        foreach (var (name, value) in settings)
        {
            given[name] = value;
        }

        return LeadlineHost.StartAsync([.. given.Select(setting => (setting.Key, setting.Value))]);
    }
}
