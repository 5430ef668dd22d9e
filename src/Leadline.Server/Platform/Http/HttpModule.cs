using System.Net;
using System.Text.Json.Serialization.Metadata;
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
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "leadline_form");
        services.AddSingleton(new WireTypes(HttpJson.Default));
        services.AddSingleton<HttpsRule>();
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

    /// <summary>Puts before the endpoints what concerns all of them; <paramref name="gate"/> stands before those under <c>/api</c>.</summary>
    public static void UseHttp(this WebApplication app, Action<IApplicationBuilder> gate)
    {
        // Authentication is for the pages of the authorization server; the host would otherwise put it before every call of the API.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        ((IApplicationBuilder)app).Properties["__AuthorizationMiddlewareSet"] = true;
        app.UseForwardedHeaders(app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value);
        app.UseWhen(IsApi, api => api.UseMiddleware<ApiFaults>());
        app.UseRouting();
        app.UseWhen(IsApi, gate);
        app.UseWhen(http => !IsApi(http), others => others
            .Use((http, next) => http.RequestServices.GetRequiredService<HttpsRule>().Allows(http.Request) ? next(http) : HttpsRule.RefuseAsync(http.Response))
            .UseAuthentication()
            .UseAuthorization()
            .UseAntiforgery());
    }

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
