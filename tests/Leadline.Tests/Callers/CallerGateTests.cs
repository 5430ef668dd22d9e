using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Leadline.Platform.Database;

namespace Leadline.Tests.Callers;

public sealed class CallerGateTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string Unlimited = "2147483647";

    [Fact]
    public async Task The_route_is_checked_before_the_token()
    {
        await AssertErrorAsync(HttpStatusCode.NotFound, "not_found", await CallAsync(host, "/api/v1/nothing"));
        await AssertErrorAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed", await CallAsync(host, Leads, method: HttpMethod.Put));
    }

    [Fact]
    public async Task The_token_is_checked_before_the_tenant_and_the_query()
    {
        var tenant = await host.NewTenantAsync();

        await AssertErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", await CallAsync(host, Leads));
        await AssertErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", await CallAsync(host, Leads, "nonsense", tenant.Id));
        await AssertErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", await CallAsync(host, $"{Leads}?per_page=0", token: null, tenant.Id));
    }

    [Fact]
    public async Task The_rate_limit_is_checked_after_the_route_and_before_the_tenant()
    {
        var replies = await InOneWindowAsync(permits: 1, async limited =>
        {
            var tenant = await limited.NewTenantAsync();
            var token = await tenant.TokenAsync();
            return
            [
                await CallAsync(limited, Leads, token, tenant.Id),
                await CallAsync(limited, Leads, token),
                await CallAsync(limited, "/api/v1/nothing", token),
                await CallAsync(limited, Leads, token, method: HttpMethod.Put),
            ];
        });

        await AssertErrorAsync(HttpStatusCode.TooManyRequests, "rate_limited", replies[1]);
        await AssertErrorAsync(HttpStatusCode.NotFound, "not_found", replies[2]);
        await AssertErrorAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed", replies[3]);
    }

    [Fact]
    public async Task The_tenant_is_checked_before_the_scope()
    {
        var tenant = await host.NewTenantAsync();
        var foreign = await host.NewTenantAsync();
        var token = await tenant.TokenAsync("leads:write");

        await AssertErrorAsync(HttpStatusCode.BadRequest, "tenant_required", await CallAsync(host, Leads, token));
        await AssertErrorAsync(HttpStatusCode.Forbidden, "tenant_forbidden", await CallAsync(host, Leads, token, foreign.Id));
    }

    [Fact]
    public async Task The_scope_is_checked_before_the_query()
    {
        var tenant = await host.NewTenantAsync();

        var reply = await CallAsync(host, $"{Leads}?per_page=0", await tenant.TokenAsync("leads:write customers:read"), tenant.Id);

        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"leads:read\"", reply.Headers.WwwAuthenticate.Single().ToString());
        await AssertErrorAsync(HttpStatusCode.Forbidden, "insufficient_scope", reply);
    }

    [Fact]
    public async Task The_query_is_checked_last()
    {
        var tenant = await host.NewTenantAsync();

        await AssertErrorAsync(
            HttpStatusCode.UnprocessableEntity, "validation_failed", await CallAsync(host, $"{Leads}?per_page=0", await tenant.TokenAsync(), tenant.Id));
    }

    [Fact]
    public async Task A_call_without_a_good_token_is_asked_for_a_bearer_token()
    {
        var without = await CallAsync(host, Leads);
        var withABadOne = await CallAsync(host, Leads, "nonsense");

        Assert.Equal("Bearer", without.Headers.WwwAuthenticate.Single().ToString());
        Assert.Equal("Bearer error=\"invalid_token\"", withABadOne.Headers.WwwAuthenticate.Single().ToString());
    }

    [Fact]
    public async Task The_word_bearer_is_read_in_any_case()
    {
        var tenant = await host.NewTenantAsync();
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bEARER", await tenant.TokenAsync());
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());

        await client.GetJsonAsync(Leads);
    }

    [Fact]
    public async Task A_foreign_tenant_answers_to_the_byte_as_an_unknown_one()
    {
        var tenant = await host.NewTenantAsync();
        var foreign = await host.NewTenantAsync();
        var token = await tenant.TokenAsync();

        var known = await CallAsync(host, Leads, token, foreign.Id);
        var unknown = await CallAsync(host, Leads, token, new TenantId(long.MaxValue));

        await AssertErrorAsync(HttpStatusCode.Forbidden, "tenant_forbidden", known);
        Assert.Equal(known.StatusCode, unknown.StatusCode);
        Assert.Equal(await known.Content.ReadAsByteArrayAsync(), await unknown.Content.ReadAsByteArrayAsync());
        Assert.Equal(HeaderNames(known), HeaderNames(unknown));
    }

    [Fact]
    public async Task A_person_may_work_in_each_tenant_they_are_a_member_of_from_then_on()
    {
        var first = await host.NewTenantAsync();
        var second = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await first.AddUserAsync(email);
        var token = await first.TokenAsync(user: email);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(host, Leads, token, first.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await CallAsync(host, Leads, token, second.Id)).StatusCode);

        await second.AddUserAsync(email);
        await Task.Delay(TimeSpan.FromSeconds(1.1));

        Assert.Equal(HttpStatusCode.OK, (await CallAsync(host, Leads, token, second.Id)).StatusCode);
    }

    [Fact]
    public async Task Every_reply_tells_the_rate_limit()
    {
        var replies = await InOneWindowAsync(permits: 5, RepliesOfEveryKindAsync);

        Assert.Equal([200, 422, 400, 403, 403, 405, 429, 404, 414, 401, 400], replies.Select(reply => (int)reply.StatusCode));
        Assert.All(replies, reply => Assert.Equal("5", Header(reply, "X-RateLimit-Limit")));
        Assert.Equal(["4", "3", "2", "1", "4", "0", "0", "4", "3", "2", "1"], replies.Select(reply => Header(reply, "X-RateLimit-Remaining")));
    }

    [Fact]
    public async Task Without_a_limit_every_reply_says_so()
    {
        var replies = await RepliesOfEveryKindAsync(host);

        Assert.All(replies, reply => Assert.Equal(Unlimited, Header(reply, "X-RateLimit-Limit")));
        Assert.All(replies, reply => Assert.Equal(Unlimited, Header(reply, "X-RateLimit-Remaining")));
        Assert.All(replies, reply => Assert.True(Reset(reply) > DateTimeOffset.UtcNow.AddSeconds(-10).ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task Calls_are_counted_for_each_token_until_the_minute_ends()
    {
        var replies = await InOneWindowAsync(permits: 2, async limited =>
        {
            var tenant = await limited.NewTenantAsync();
            var (one, other) = (await tenant.TokenAsync(), await tenant.TokenAsync());
            return
            [
                await CallAsync(limited, Leads, one, tenant.Id),
                await CallAsync(limited, Leads, one, tenant.Id),
                await CallAsync(limited, Leads, one, tenant.Id),
                await CallAsync(limited, Leads, other, tenant.Id),
            ];
        });

        Assert.Equal([200, 200, 429, 200], replies.Select(reply => (int)reply.StatusCode));
        Assert.Equal(["1", "0", "0", "1"], replies.Select(reply => Header(reply, "X-RateLimit-Remaining")));
        Assert.Equal(0, Reset(replies[0]) % 60);
        var wait = int.Parse(Header(replies[2], "Retry-After"), CultureInfo.InvariantCulture);
        Assert.InRange(Reset(replies[2]) - replies[2].Headers.Date!.Value.ToUnixTimeSeconds() - wait, -2, 2);
        Assert.InRange(wait, 1, 60);
        await AssertErrorAsync(HttpStatusCode.TooManyRequests, "rate_limited", replies[2]);
    }

    [Fact]
    public async Task Calls_without_a_good_token_are_counted_for_each_address()
    {
        var replies = await InOneWindowAsync(
            permits: 2,
            async limited =>
            [
                await CallAsync(limited, Leads, from: "203.0.113.1"),
                await CallAsync(limited, Leads, "nonsense", from: "203.0.113.1"),
                await CallAsync(limited, Leads, "more nonsense", from: "203.0.113.1"),
                await CallAsync(limited, Leads, from: "203.0.113.2"),
                await CallAsync(limited, Leads, from: "2001:db8:1:1::1"),
                await CallAsync(limited, Leads, from: "2001:db8:1:1:ffff::2"),
                await CallAsync(limited, Leads, from: "2001:db8:1:2::1"),
            ],
            ("Proxies:Trusted", "127.0.0.1"));

        Assert.Equal(["1", "0", "0", "1", "1", "0", "1"], replies.Select(reply => Header(reply, "X-RateLimit-Remaining")));
        Assert.Equal([401, 401, 429, 401, 401, 401, 401], replies.Select(reply => (int)reply.StatusCode));
    }

    [Fact]
    public async Task A_good_token_is_not_slowed_by_bad_ones_from_its_address()
    {
        var replies = await InOneWindowAsync(permits: 1, async limited =>
        {
            var tenant = await limited.NewTenantAsync();
            var token = await tenant.TokenAsync();
            return [await CallAsync(limited, Leads, "nonsense"), await CallAsync(limited, Leads, "nonsense"), await CallAsync(limited, Leads, token, tenant.Id)];
        });

        Assert.Equal([401, 429, 200], replies.Select(reply => (int)reply.StatusCode));
    }

    [Theory]
    [InlineData("leads.example")]
    [InlineData("localhost.example")]
    [InlineData("127.0.0.1.example")]
    [InlineData("192.168.1.10:8080")]
    [InlineData("[2001:db8::1]")]
    public async Task Plain_http_is_refused_on_an_address_of_the_network(string address)
    {
        var tenant = await host.NewTenantAsync();

        await AssertErrorAsync(
            HttpStatusCode.BadRequest, "invalid_request", await CallAsync(host, Leads, await tenant.TokenAsync(), tenant.Id, address: address));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8080")]
    [InlineData("leads.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3:80")]
    [InlineData("[::1]:8080")]
    public async Task Plain_http_is_served_on_loopback(string address)
    {
        var tenant = await host.NewTenantAsync();

        Assert.Equal(HttpStatusCode.OK, (await CallAsync(host, Leads, await tenant.TokenAsync(), tenant.Id, address: address)).StatusCode);
    }

    [Fact]
    public async Task Plain_http_is_served_anywhere_when_https_is_not_required()
    {
        await using var plain = await LeadlineHost.StartAsync(("Https:Required", "false"));
        var tenant = await plain.NewTenantAsync();

        Assert.Equal(HttpStatusCode.OK, (await CallAsync(plain, Leads, await tenant.TokenAsync(), tenant.Id, address: "leads.example")).StatusCode);
    }

    [Fact]
    public async Task Https_that_ends_at_a_proxy_counts_only_when_the_proxy_is_trusted()
    {
        await using var behindProxy = await LeadlineHost.StartAsync(("Proxies:Trusted", "10.0.0.0/8, 127.0.0.1"));
        var stranger = await CallAsync(host, Leads, address: "leads.example", scheme: "https");
        var trusted = await CallAsync(behindProxy, Leads, address: "leads.example", scheme: "https");
        var plain = await CallAsync(behindProxy, Leads, address: "leads.example", scheme: "http");

        await AssertErrorAsync(HttpStatusCode.BadRequest, "invalid_request", stranger);
        await AssertErrorAsync(HttpStatusCode.Unauthorized, "unauthorized", trusted);
        await AssertErrorAsync(HttpStatusCode.BadRequest, "invalid_request", plain);
    }

    private static async Task<HttpResponseMessage[]> RepliesOfEveryKindAsync(LeadlineHost host)
    {
        var tenant = await host.NewTenantAsync();
        var token = await tenant.TokenAsync();
        return
        [
            await CallAsync(host, Leads, token, tenant.Id),
            await CallAsync(host, $"{Leads}?per_page=0", token, tenant.Id),
            await CallAsync(host, Leads, token),
            await CallAsync(host, Leads, token, new TenantId(long.MaxValue)),
            await CallAsync(host, Leads, await tenant.TokenAsync("leads:write"), tenant.Id),
            await CallAsync(host, Leads, token, tenant.Id, HttpMethod.Delete),
            await CallAsync(host, Leads, token, tenant.Id),
            await CallAsync(host, "/api/v1/nothing"),
            await CallAsync(host, $"{Leads}?search={new string('a', 20_000)}"),
            await CallAsync(host, Leads),
            await CallAsync(host, Leads, address: "leads.example"),
        ];
    }

    // Windows are clock minutes: calls that did not fall into one are made again, on a host that has counted none.
    private static async Task<HttpResponseMessage[]> InOneWindowAsync(
        int permits, Func<LeadlineHost, Task<HttpResponseMessage[]>> callsAsync, params (string Name, string? Value)[] settings)
    {
        while (true)
        {
            await using var limited = await LeadlineHost.StartAsync(
                [("RateLimit:PermitsPerMinute", permits.ToString(CultureInfo.InvariantCulture)), .. settings]);
            var replies = await callsAsync(limited);
            if (replies.Select(Reset).Distinct().Count() == 1)
            {
                return replies;
            }
        }
    }

    private static async Task<HttpResponseMessage> CallAsync(
        LeadlineHost host,
        string path,
        string? token = null,
        TenantId? tenant = null,
        HttpMethod? method = null,
        string? from = null,
        string? address = null,
        string? scheme = null)
    {
        using var client = host.NewClient();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        Add("Authorization", token is null ? null : $"Bearer {token}");
        Add("X-Tenant", tenant?.ToString());
        Add("X-Forwarded-For", from);
        Add("X-Forwarded-Proto", scheme);
        Add("Host", address);
        return await client.SendAsync(request);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private static async Task AssertErrorAsync(HttpStatusCode status, string code, HttpResponseMessage reply)
    {
        var error = await reply.JsonAsync(status);
        Assert.Equal(code, (string?)error["error"]);
        Assert.EndsWith(".", (string?)error["message"], StringComparison.Ordinal);
    }

    private static IEnumerable<string> HeaderNames(HttpResponseMessage reply) => reply.Headers.Concat(reply.Content.Headers).Select(header => header.Key).Order();

    private static string Header(HttpResponseMessage reply, string name) => reply.Headers.GetValues(name).Single();

    private static long Reset(HttpResponseMessage reply) => long.Parse(Header(reply, "X-RateLimit-Reset"), CultureInfo.InvariantCulture);
}
