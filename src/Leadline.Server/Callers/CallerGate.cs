using System.Globalization;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Microsoft.Extensions.Primitives;

namespace Leadline.Callers;

/// <summary>
/// Stands before every endpoint under <c>/api</c> and checks, after transport and length, in the published order: route, token, rate
/// limit, tenant, scope.
/// Whatever the verdict, the reply tells the rate limit.
/// </summary>
public sealed class CallerGate(RequestDelegate next, HttpsRule https, BearerTokens tokens, RateLimiter limiter)
{
    private const int LongestAddress = 16 * 1024;
    private const string Bearer = "Bearer ";

    /// <summary>Lets the call through, or answers why not.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var token = TokenOf(http.Request.Headers.Authorization);
        var hash = token is null ? default : TokenHash.Of(token);
        var holder = token is null ? null : await tokens.VerifyAsync(token, hash);
        var tenant = TenantOf(http.Request.Headers["X-Tenant"]);
        var limit = holder is null
            ? await limiter.CountAsync(http.Connection.RemoteIpAddress)
            : await limiter.CountAsync(hash, tenant is { } named && holder.Tenants.ContainsKey(named) ? named : null);
        limit.WriteTo(http.Response.Headers);

        var endpoint = http.GetEndpoint();
        if (!https.Allows(http.Request))
        {
            await HttpsRule.RefuseAsync(http.Response);
        }
        else if (http.Request.Path.Value?.Length + http.Request.QueryString.Value?.Length > LongestAddress)
        {
            await ErrorKind.UriTooLong.WriteAsync(http.Response, $"The address is longer than {LongestAddress} bytes.");
        }
        else if (endpoint is null)
        {
            await ErrorKind.NotFound.WriteAsync(http.Response, "There is nothing at this address.");
        }
        else if (endpoint.Metadata.GetMetadata<Access>() is not { } access)
        {
            await AnswerWrongVerbAsync(http);
        }
        else if (limit.IsExceeded)
        {
            http.Response.Headers.RetryAfter = limit.RetryAfter.ToString(CultureInfo.InvariantCulture);
            await ErrorKind.RateLimited.WriteAsync(http.Response, $"More than {limit.Limit} calls in a minute; try again in {limit.RetryAfter} seconds.");
        }
        else if (holder is null)
        {
            http.Response.Headers.WWWAuthenticate = token is null ? "Bearer" : "Bearer error=\"invalid_token\"";
            await ErrorKind.Unauthorized.WriteAsync(http.Response, "A good bearer token is required in the Authorization header.");
        }
        else if (access.NeedsTenant && tenant is null)
        {
            await ErrorKind.TenantRequired.WriteAsync(http.Response, "The header X-Tenant must be the id of a tenant, a positive integer.");
        }
        else if (access.NeedsTenant && !holder.Tenants.ContainsKey(tenant.GetValueOrDefault()))
        {
            await ErrorKind.TenantForbidden.WriteAsync(http.Response, "The caller is not a member of this tenant.");
        }
        else if (Denial.Of(holder, tenant.GetValueOrDefault(), access.AnyOf) is { } denial)
        {
            http.Response.Headers.WWWAuthenticate = denial.Challenge;
            await denial.Kind.WriteAsync(http.Response, denial.Message);
        }
        else
        {
            http.Features.Set(holder);
            if (access.NeedsTenant)
            {
                http.Features.Set(new Caller(holder, new TenantId(tenant.GetValueOrDefault())));
            }

            await next(http);
        }
    }

    // Routing answers a known path with an unknown verb by an endpoint of its own, which sets the status and Allow.
    private async Task AnswerWrongVerbAsync(HttpContext http)
    {
        await next(http);
        await ErrorKind.MethodNotAllowed.WriteAsync(http.Response, $"This address does not take {http.Request.Method}; it takes {http.Response.Headers.Allow}.");
    }

    private static string? TokenOf(StringValues authorization) =>
        authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header.Length > Bearer.Length
            ? header[Bearer.Length..].Trim()
            : null;

    private static long? TenantOf(StringValues header) =>
        header is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tenant) && tenant > 0 ? tenant : null;
}
