using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Leadline.Client;
using Leadline.Tenants;

namespace Leadline.Tests.Client;

/// <summary>Clients of the .NET SDK for tests.</summary>
internal static class ClientSetup
{
    /// <summary>A client in the tenant, with every scope unless some are named; a handler may stand between it and the host.</summary>
    public static async Task<LeadlineClient> SdkAsync(this TestTenant tenant, string? scope = null, DelegatingHandler? between = null, string? user = null)
    {
        var options = new LeadlineClientOptions
        {
            BaseAddress = tenant.Host.Address,
            Token = await tenant.TokenAsync(scope ?? string.Join(' ', Scopes.All), user: user),
            TenantId = tenant.Id.Value,
        };
        if (between is null)
        {
            return new LeadlineClient(options);
        }

        between.InnerHandler = new SocketsHttpHandler();
        return new LeadlineClient(new HttpClient(between), options);
    }

    /// <summary>A client whose server is a script, and whose pauses pass at once.</summary>
    public static LeadlineClient Play(this Script script, QuickClock? clock = null, RetryOptions? retries = null) => new(
        new HttpClient(script) { BaseAddress = new Uri("https://leads.example.com/crm") },
        new LeadlineClientOptions
        {
            Token = "secret", TenantId = 1, Retries = retries ?? new RetryOptions(), Timeout = Timeout.InfiniteTimeSpan, TimeProvider = clock ?? new QuickClock(),
        });
}

/// <summary>A server that gives prepared answers, one after the other, the last one again and again.</summary>
internal sealed class Script(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public List<(HttpMethod Method, Uri Address, HttpRequestHeaders Headers, string Body)> Seen { get; } = [];

    public string[] Keys => [.. Seen.Select(call => call.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : "")];

    public static Func<HttpResponseMessage> Answers(HttpStatusCode status, string body, string type = "application/json", params (string Name, string Value)[] headers) => () =>
    {
        var reply = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
        foreach (var (name, value) in headers)
        {
            Assert.True(reply.Headers.TryAddWithoutValidation(name, value));
        }

        return reply;
    };

    public static Func<HttpResponseMessage> Refuses(HttpStatusCode status, string code, params (string Name, string Value)[] headers) =>
        Answers(status, $$"""{"error": "{{code}}", "message": "No."}""", headers: headers);

    public static HttpResponseMessage Breaks() => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The line is dead.");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Seen.Add((request.Method, request.RequestUri!, request.Headers, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        return answers[Math.Min(Seen.Count, answers.Length) - 1]();
    }
}

/// <summary>The clock of a client whose pauses are noted and pass at once.</summary>
internal sealed class QuickClock : TimeProvider
{
    public List<TimeSpan> Pauses { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Pauses.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
