using System.Globalization;
using System.Net;
using System.Text.Json.Serialization.Metadata;
using Leadline.Platform.Pages;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Leadline.Platform.Http;

/// <summary>A module's generated JSON contracts.</summary>
public sealed record WireTypes(IJsonTypeInfoResolver Resolver);

/// <summary>HTTP: what every call of the API has in common.</summary>
public static class HttpModule
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddHttp(this IServiceCollection services)
    {
        services.AddRouting();

        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "leadline_form";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true; // it is on every page
        });
        services.AddCors();
        services.AddSingleton(new WireTypes(HttpJson.Default));
        services.AddSingleton<HttpsRule>();
        services.AddSingleton<PublicAddress>();
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        services.AddOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>()
            .Configure<IEnumerable<WireTypes>>((json, types) => Wire.Configure(json.SerializerOptions, types.Select(type => type.Resolver)));
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<LeadlineOptions>>(TrustProxies);
        return services;
    }

    /// <summary>
    /// Puts before the endpoints what concerns all of them; <paramref name="gate"/> stands before those under <c>/api</c>,
    /// <paramref name="limits"/> before all others.
    /// </summary>
    public static void UseHttp(this WebApplication app, Action<IApplicationBuilder> gate, Action<IApplicationBuilder> limits)
    {
        // Authentication is for the pages of the authorization server; the host would otherwise put it before every call of the API.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        ((IApplicationBuilder)app).Properties["__AuthorizationMiddlewareSet"] = true;
        app.Services.GetRequiredService<PublicAddress>(); // a wrong setting ends the start
        app.UseForwardedHeaders(app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value);
        app.UseMiddleware<SecurityHeaders>();
        app.UseOtherOrigins();
        app.UseWhen(IsApi, api => api.UseMiddleware<ApiFaults>());
        app.UseWhen(http => !IsApi(http), others =>
        {
            others.UsePageLanguage([CultureInfo.InvariantCulture.Name]); // what a page computes goes by no language
            others.UseMiddleware<PageFaults>();
        });
        app.UseRouting();
        app.UseWhen(IsApi, gate);
        app.UseWhen(http => !IsApi(http), others =>
        {
            others.Use((http, next) => IsHealth(http) || http.RequestServices.GetRequiredService<HttpsRule>().Allows(http.Request) ? next(http) : HttpsRule.RefuseAsync(http.Response));
            others.UseMiddleware<NulRule>();
            limits(others);
            others.UseAuthentication().UseAuthorization().UseAntiforgery();
        });
    }

    // Before the gate, since a browser asks first and without a token (https://fetch.spec.whatwg.org/#cors-preflight-fetch). Never with cookies.
    private static void UseOtherOrigins(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<LeadlineOptions>>().Value.Cors.Origins
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong)
        {
            throw new SetupException($"The setting Cors:Origins holds {wrong}, which is no origin (https://app.example.com, without a path).");
        }

        if (origins.Length > 0)
        {
            app.UseWhen(IsForOtherOrigins, open => open.UseCors(policy => policy
                .WithOrigins(origins)
                .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
                .WithHeaders("Authorization", "Content-Type", "X-Tenant", "If-Match", "If-None-Match", "Idempotency-Key")
                .WithExposedHeaders("ETag", "Location", "Retry-After", "WWW-Authenticate", "X-Batch", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
                .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "https" or "http") && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);

    private static bool IsForOtherOrigins(HttpContext http) =>
        IsApi(http) || http.Request.Path.StartsWithSegments("/oauth/token") || http.Request.Path.StartsWithSegments("/oauth/revoke") || http.Request.Path.StartsWithSegments("/oauth/userinfo") || http.Request.Path.StartsWithSegments("/.well-known");

    // A balancer asks without TLS, and is told nothing that is anybody's.
    private static bool IsHealth(HttpContext http) => http.Request.Path.StartsWithSegments("/health");

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    private static void TrustProxies(ForwardedHeadersOptions forwarded, IOptions<LeadlineOptions> options)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.Value.Proxies.Trusted.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                forwarded.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                forwarded.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new SetupException($"The setting Proxies:Trusted holds {proxy}, which is neither an address nor a CIDR range.");
            }
        }

        if (forwarded is { KnownProxies.Count: 0, KnownIPNetworks.Count: 0 })
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.None;
        }
    }
}
