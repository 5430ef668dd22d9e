using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Leadline.Client;

/// <summary>Makes calls: with token and tenant, again where that helps, and in the forms the API has in common.</summary>
internal sealed class Transport
{
    /// <summary>The most records that a part of a list may have.</summary>
    public const int LargestPart = 100;

    // Shared by all clients that bring no HttpClient. No cookies: many users may call through it.
    private static readonly HttpClient Shared = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    private readonly HttpClient http;
    private readonly LeadlineClientOptions options;
    private readonly Uri api;

    public Transport(HttpClient? http, LeadlineClientOptions options)
    {
        this.http = http ?? Shared;
        this.options = options;
        var address = options.BaseAddress ?? http?.BaseAddress
            ?? throw new ArgumentException("Neither the options nor the HttpClient have a base address.", nameof(options));
        api = new Uri(new Uri($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/"), "api/v1/");
    }

    public TimeProvider Clock => options.TimeProvider;

    /// <summary>What an HttpClient with a timeout of its own leaves of a wait.</summary>
    public TimeSpan MostOf(TimeSpan wait)
    {
        var left = http.Timeout - TimeSpan.FromSeconds(2);
        return http.Timeout == Timeout.InfiniteTimeSpan || wait <= left ? wait
            : left > TimeSpan.Zero ? left
            : TimeSpan.Zero;
    }

    /// <summary>Reads a record; the known one comes back itself where it is still the same.</summary>
    public async Task<Tagged<T>> ReadAsync<T>(string path, Tagged<T>? known, CancellationToken ct)
        where T : class
    {
        var isSame = known is not null && known.Address == AddressOf(path);
        var answer = await SendAsync(new Call(HttpMethod.Get, path) { IfNoneMatch = isSame ? known?.ETag : null }, ct).ConfigureAwait(false);
        return answer.Status == HttpStatusCode.NotModified && known is not null ? known : RecordOf<T>(answer) with { Address = answer.Address };
    }

    /// <summary>Reads a numbered page of a list; the known one comes back itself where it is still the same.</summary>
    public async Task<Page<T>> PageAsync<T>(string path, Query query, long page, int? perPage, Page<T>? known, CancellationToken ct)
    {
        var address = $"{path}{query.Add("page", page).Add("per_page", perPage)}";
        var isSame = known is not null && known.Address == AddressOf(address);
        var answer = await SendAsync(new Call(HttpMethod.Get, address) { IfNoneMatch = isSame ? known?.ETag : null }, ct).ConfigureAwait(false);
        return answer.Status == HttpStatusCode.NotModified && known is not null ? known
            : answer.As<Page<T>>() with { Address = answer.Address, ETag = answer.ETag };
    }

    /// <summary>Reads a report; the known one comes back itself where it is still the same.</summary>
    public async Task<Report<T>> ReportAsync<T>(string path, Report<T>? known, CancellationToken ct)
        where T : class
    {
        var isSame = known is not null && known.Address == AddressOf(path);
        var answer = await SendAsync(new Call(HttpMethod.Get, path) { IfNoneMatch = isSame ? known?.ETag : null }, ct).ConfigureAwait(false);
        return answer.Status == HttpStatusCode.NotModified && known is not null ? known
            : answer.As<Report<T>>() with { Address = answer.Address, ETag = answer.ETag };
    }

    /// <summary>Reads a part of a list by cursor.</summary>
    public async Task<CursorPage<T>> PartAsync<T>(string path, Query query, string? cursor, int? limit, CancellationToken ct)
    {
        // The limit is what asks for cursors, so it is always sent.
        var address = $"{path}{query.Add("limit", limit ?? 20).Add("cursor", cursor)}";
        return (await SendAsync(new Call(HttpMethod.Get, address), ct).ConfigureAwait(false)).As<CursorPage<T>>();
    }

    /// <summary>Reads a whole list, part after part.</summary>
    /// <param name="partAsync">Reads the part that begins at a cursor.</param>
    /// <param name="ct">Gives up.</param>
    public static async IAsyncEnumerable<T> AllAsync<T>(
        Func<string?, CancellationToken, Task<CursorPage<T>>> partAsync, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var part = await partAsync(cursor, ct).ConfigureAwait(false);
            foreach (var record in part.Data)
            {
                yield return record;
            }

            cursor = part.Meta.HasMore ? part.Meta.Cursor : null;
        }
        while (cursor is not null);
    }

    /// <summary>Changes something, once: with an idempotency key, a fresh one unless one is given.</summary>
    public async Task<Tagged<T>> WriteAsync<T>(HttpMethod method, string path, object? body, string? ifMatch, string? idempotencyKey, CancellationToken ct)
        where T : class
    {
        var call = new Call(method, path) { Body = BytesOf(body), IfMatch = ifMatch, IdempotencyKey = idempotencyKey ?? Guid.NewGuid().ToString("N") };
        return RecordOf<T>(await SendAsync(call, ct).ConfigureAwait(false));
    }

    /// <summary>Makes a call.</summary>
    /// <exception cref="LeadlineException">It was refused.</exception>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<Answer> SendAsync(Call call, CancellationToken ct)
    {
        var address = AddressOf(call.Path);
        var retry = new Retry(options);
        while (true)
        {
            Answer answer;
            try
            {
                answer = await AttemptAsync(call, address, ct).ConfigureAwait(false);
            }
            catch (HttpRequestException fault) when (retry.IsWorthAnother(fault))
            {
                await retry.PauseAsync(ct).ConfigureAwait(false);
                continue;
            }

            if (answer.Status is HttpStatusCode.NotModified or (>= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices))
            {
                return answer;
            }

            if (!retry.IsWorthAnother(answer))
            {
                throw LeadlineException.Of(answer, retry.AskedFor(answer));
            }

            await retry.PauseAsync(ct).ConfigureAwait(false);
        }
    }

    public static byte[]? BytesOf(object? body) => body is null ? null
        : JsonSerializer.SerializeToUtf8Bytes(body, BodyJson.Default.GetTypeInfo(body.GetType()) ?? throw new InvalidOperationException($"{body.GetType()} is no body."));

    private async Task<Answer> AttemptAsync(Call call, Uri address, CancellationToken ct)
    {
        using var request = call.ToRequest(address);
        await AuthorizeAsync(request, call, ct).ConfigureAwait(false);
        using var timeout = new CancellationTokenSource(options.Timeout == Timeout.InfiniteTimeSpan ? options.Timeout : options.Timeout + call.Hold, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var reply = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            return await Answer.ReadAsync(address, reply, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (!ct.IsCancellationRequested)
        {
            throw new HttpRequestException($"{address.GetLeftPart(UriPartial.Path)} did not answer in time.", new TimeoutException(fault.Message, fault));
        }
    }

    private async Task AuthorizeAsync(HttpRequestMessage request, Call call, CancellationToken ct)
    {
        if ((options.TokenProvider is { } provider ? await provider(ct).ConfigureAwait(false) : options.Token) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (call.NeedsTenant && options.TenantId is { } tenant)
        {
            request.Headers.Add("X-Tenant", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tenant}"));
        }
    }

    private static Tagged<T> RecordOf<T>(Answer answer)
        where T : class
    {
        var envelope = answer.As<Envelope<T>>();
        return new Tagged<T>(envelope.Data ?? throw LeadlineException.Unknown(answer))
        {
            ETag = answer.ETag,
            DeletedTwins = envelope.DeletedTwins ?? [],
            IsReplayed = answer.IsReplayed,
            BatchId = answer.BatchId,
        };
    }

    private Uri AddressOf(string path) => new(api, path);
}
