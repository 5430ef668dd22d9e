using System.Net;
using Leadline.Client;

namespace Leadline.Tests.Client;

public sealed class RetryTests
{
    private const string Lead = """{"success": true, "data": {"id": 5, "last_name": "Lovelace"}}""";

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task What_passes_by_itself_is_tried_again(HttpStatusCode status)
    {
        var script = new Script(Script.Refuses(status, "x"), Script.Refuses(status, "x"), Script.Answers(HttpStatusCode.OK, Lead));

        Assert.Equal("Lovelace", (await script.Play().Leads.GetAsync(5)).Value.LastName);
        Assert.Equal(3, script.Seen.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task What_stays_refused_is_not(HttpStatusCode status)
    {
        var script = new Script(Script.Refuses(status, "x"));

        await Assert.ThrowsAsync<LeadlineException>(() => script.Play().Leads.CreateAsync(new NewLead { LastName = "Lovelace" }));
        Assert.Single(script.Seen);
    }

    [Fact]
    public async Task All_attempts_of_a_write_have_one_idempotency_key_and_every_write_its_own()
    {
        var script = new Script(
            Script.Breaks, Script.Refuses(HttpStatusCode.ServiceUnavailable, "unavailable"), Script.Answers(HttpStatusCode.Created, Lead));
        var client = script.Play();

        await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" });
        await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" });
        await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" }, idempotencyKey: "mine");

        Assert.All(script.Keys, key => Assert.InRange(key.Length, 1, 255));
        Assert.Equal(script.Keys[0], script.Keys[1]);
        Assert.Equal(script.Keys[0], script.Keys[2]);
        Assert.NotEqual(script.Keys[0], script.Keys[3]);
        Assert.Equal("mine", script.Keys[4]);
    }

    [Fact]
    public async Task A_call_that_may_still_be_running_is_waited_for()
    {
        var script = new Script(
            Script.Breaks, Script.Refuses(HttpStatusCode.Conflict, "conflict"), Script.Answers(HttpStatusCode.Created, Lead, headers: ("Idempotency-Replayed", "true")));

        var lead = await script.Play().Leads.CreateAsync(new NewLead { LastName = "Lovelace" });

        Assert.True(lead.IsReplayed);
        Assert.Equal(3, script.Seen.Count);
    }

    [Fact]
    public async Task A_conflict_that_the_server_repeats_is_the_last_word()
    {
        var script = new Script(Script.Breaks, Script.Refuses(HttpStatusCode.Conflict, "conflict", ("Idempotency-Replayed", "true")));

        var refused = await Assert.ThrowsAsync<LeadlineException>(() => script.Play().Leads.ConvertAsync(5));

        Assert.Equal(ErrorCodes.Conflict, refused.Code);
        Assert.Equal(2, script.Seen.Count);
    }

    [Fact]
    public async Task A_network_fault_flows_when_the_attempts_are_used_up()
    {
        var script = new Script(Script.Breaks);

        await Assert.ThrowsAsync<HttpRequestException>(() => script.Play(retries: new RetryOptions { Attempts = 3 }).Leads.GetAsync(5));
        Assert.Equal(3, script.Seen.Count);
    }

    [Fact]
    public async Task No_retries_means_one_attempt()
    {
        var script = new Script(Script.Refuses(HttpStatusCode.ServiceUnavailable, "unavailable", ("Retry-After", "7")));

        var refused = await Assert.ThrowsAsync<LeadlineException>(() => script.Play(retries: RetryOptions.None).Leads.GetAsync(5));

        Assert.Equal(TimeSpan.FromSeconds(7), refused.RetryAfter);
        Assert.Single(script.Seen);
    }

    [Fact]
    public async Task Pauses_double_up_to_the_longest_and_are_drawn_at_random()
    {
        var clock = new QuickClock();
        var script = new Script(Script.Breaks);
        var retries = new RetryOptions { Attempts = 40, FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromSeconds(1) };

        await Assert.ThrowsAsync<HttpRequestException>(() => script.Play(clock, retries).Leads.GetAsync(5));

        Assert.InRange(clock.Pauses.Count, 35, 39); // one of less than a millisecond is none
        Assert.All(clock.Pauses.Index(), pause => Assert.InRange(pause.Item.TotalMilliseconds, 0, Math.Min(1000, 100 * Math.Pow(2, pause.Index))));
        Assert.True(clock.Pauses.Skip(4).Distinct().Count() > 25);
    }

    [Fact]
    public async Task A_pause_that_the_server_asks_for_is_kept()
    {
        var clock = new QuickClock();
        var script = new Script(
            Script.Refuses(HttpStatusCode.TooManyRequests, "rate_limited", ("Retry-After", "3")),
            Script.Refuses(HttpStatusCode.ServiceUnavailable, "unavailable", ("Retry-After", DateTimeOffset.UtcNow.AddSeconds(20).ToString("r"))),
            Script.Answers(HttpStatusCode.OK, Lead));

        await script.Play(clock).Leads.GetAsync(5);

        Assert.InRange(clock.Pauses[0].TotalSeconds, 3, 3.2);
        Assert.InRange(clock.Pauses[1].TotalSeconds, 15, 20.4);
    }

    [Fact]
    public async Task A_pause_that_is_too_long_is_the_callers_to_make()
    {
        var script = new Script(Script.Refuses(HttpStatusCode.TooManyRequests, "rate_limited", ("Retry-After", "3600")));

        var refused = await Assert.ThrowsAsync<LeadlineException>(() => script.Play().Leads.GetAsync(5));

        Assert.Equal((ErrorCodes.RateLimited, TimeSpan.FromHours(1)), (refused.Code, refused.RetryAfter));
        Assert.Single(script.Seen);
    }

    [Fact]
    public async Task A_cancelled_call_is_not_tried_again_and_throws_its_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var script = new Script(() =>
        {
            cancellation.Cancel();
            return Script.Refuses(HttpStatusCode.ServiceUnavailable, "unavailable")();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => script.Play().Leads.GetAsync(5, ct: cancellation.Token));
        Assert.Single(script.Seen);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_a_fault_of_the_network()
    {
        using var silent = new HttpClient(new Silence());
        var client = new LeadlineClient(silent, new LeadlineClientOptions
        {
            BaseAddress = new Uri("https://leads.example.com"), Timeout = TimeSpan.FromMilliseconds(20), Retries = new RetryOptions { Attempts = 2, FirstDelay = TimeSpan.Zero },
        });

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => client.Leads.GetAsync(5));

        Assert.IsType<TimeoutException>(fault.InnerException);
    }

    [Fact]
    public async Task Every_attempt_asks_for_a_token()
    {
        var script = new Script(Script.Refuses(HttpStatusCode.ServiceUnavailable, "unavailable"), Script.Answers(HttpStatusCode.OK, Lead));
        var asked = 0;
        var client = new LeadlineClient(new HttpClient(script), new LeadlineClientOptions
        {
            BaseAddress = new Uri("https://leads.example.com"), TokenProvider = _ => ValueTask.FromResult($"token-{++asked}"), TimeProvider = new QuickClock(), Timeout = Timeout.InfiniteTimeSpan,
        });

        await client.Leads.GetAsync(5);

        Assert.Equal(["Bearer token-1", "Bearer token-2"], script.Seen.Select(call => call.Headers.Authorization!.ToString()));
    }

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
