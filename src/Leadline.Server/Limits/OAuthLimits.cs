using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Leadline.Platform;
using Leadline.Platform.Http;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;

namespace Leadline.Limits;

/// <summary>
/// Stands before what apps ask of the authorization server. Wrong secrets are counted for each address and for each app from an address,
/// and not for the app alone: its secret is too long to be guessed, and such a limit would let anybody shut an app out. Tokens
/// are counted for the address and for each app from it, whoever asks.
/// </summary>
public sealed class OAuthLimits
{
    private const string WrongSecrets = "client";
    private const string InvalidClient = "invalid_client";
    private const long AppsOfAddress = 10;
    private const string TokenEndpoint = "/oauth/token";

    private readonly RequestDelegate next;
    private readonly AttemptLimits attempts;
    private readonly CounterSet tokens;
    private readonly CounterSet addresses;
    private readonly int tokensPerMinute;

    /// <summary>Reads the settings.</summary>
    public OAuthLimits(RequestDelegate next, AttemptLimits attempts, SharedCounters shared, IOptions<LeadlineOptions> options, TimeProvider clock)
    {
        this.next = next;
        this.attempts = attempts;
        tokens = new CounterSet(shared, "tokens", TimeSpan.FromMinutes(1), clock);
        addresses = new CounterSet(shared, "tokens of an address", TimeSpan.FromMinutes(1), clock);
        tokensPerMinute = options.Value.RateLimit.TokensPerMinute;
    }

    /// <summary>Lets the request through, or answers 429.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.Path.StartsWithSegments("/oauth") || !http.Request.HasFormContentType)
        {
            await next(http);
            return;
        }

        var app = await ClientOfAsync(http.Request);
        if (app is null)
        {
            await next(http);
            return;
        }

        var attempt = new AttemptAt(WrongSecrets, app, http.Connection.RemoteIpAddress) { CountsAccount = false };
        attempt = attempt with { IsKnownAddress = attempts.HasSucceeded(attempt) }; // what other apps get wrong from there does not turn it away
        var asksForToken = http.Request.Path.StartsWithSegments(TokenEndpoint);
        if ((attempts.WaitFor(attempt) ?? (asksForToken ? await CountTokenAsync(attempt) : null)) is { } wait)
        {
            await RefuseAsync(http.Response, wait);
            return;
        }

        // Only a wrong secret counts, so that however many ask at once with the right one, none is turned away.
        http.Response.OnStarting(() => http.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized when http.GetOpenIddictServerResponse()?.Error == InvalidClient => attempts.BeginAsync(attempt),
            StatusCodes.Status200OK when asksForToken => attempts.NoteSuccessAsync(attempt),
            _ => Task.CompletedTask,
        });
        await next(http);
    }

    // The address first, so that none makes more counters than it may ask for tokens, by whatever names.
    private async Task<int?> CountTokenAsync(AttemptAt at)
    {
        var network = ClientNetwork.Of(at.Address);
        var (address, pair) = (CounterKey.Of("tokens", $"{network}"), CounterKey.Of("tokens", $"{network}\n{at.Account}"));
        if (tokens.WaitFor(pair, tokensPerMinute) is { } wait)
        {
            return wait;
        }

        var all = await addresses.CountAsync(address, (int)Math.Min(int.MaxValue, tokensPerMinute * AppsOfAddress));
        if (all.IsExceeded)
        {
            return all.RetryAfter;
        }

        var own = await tokens.CountAsync(pair, tokensPerMinute);
        if (!own.IsExceeded)
        {
            return null;
        }

        addresses.GiveBack(address);
        return own.RetryAfter;
    }

    private static Task RefuseAsync(HttpResponse response, int seconds)
    {
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync($$"""{"error":"temporarily_unavailable","error_description":"Too many requests; try again in {{seconds}} seconds."}""");
    }

    // The name as sent, in the header (RFC 6749 section 2.3.1) or the form; a request that is no form at all is for the endpoint to refuse.
    private static async Task<string?> ClientOfAsync(HttpRequest request)
    {
        if (AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            && header is { Scheme: var scheme, Parameter: { } parameter } && scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = new byte[parameter.Length];
            return Convert.TryFromBase64String(parameter, bytes, out var length) ? WebUtility.UrlDecode(Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0]) : "";
        }

        try
        {
            return (await request.ReadFormAsync(request.HttpContext.RequestAborted))["client_id"].ToString();
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
