using Leadline.Platform.Pages;
using Leadline.Web;
using Microsoft.AspNetCore.StaticAssets;

namespace Leadline.WebApp;

/// <summary>Serves the page that sales people work in.</summary>
public static class WebAppModule
{
    // Script strictly from this host. Styles within the page are allowed, because the component library writes them.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // Longer than the longest field that a person may type or paste.
    private const int LargestMessage = 512 * 1024;

    /// <summary>Registers it.</summary>
    public static IServiceCollection AddWebApp(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSignalR(hubs => hubs.MaximumReceiveMessageSize = LargestMessage);
        return services
            .AddWeb()
            .AddSingleton(new PageLanguages(Languages.Cookie, Languages.Default, Languages.Names))
            .AddSingleton<InProcessApi>()
            .AddSingleton<IApiDoor, SessionTokens>();
    }

    /// <summary>Puts before its endpoints what they have in common: their headers, and the language of the browser.</summary>
    public static void UseWebApp(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            {
                http.Response.Headers.Remove("Cache-Control"); // the file's own, by its fingerprint
            }
            else if (IsOfWebApp(http))
            {
                http.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            }

            return next(http);
        });
        app.UseWhen(IsOfWebApp, page => page.UsePageLanguage(Languages.Formats));
    }

    /// <summary>Maps the page, and the files it loads.</summary>
    public static void MapWebApp(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(page => page.ContentSecurityFrameAncestorsPolicy = null) // the whole policy is set above
            .RequireAuthorization()
            .WithMetadata(new OfWebApp());
    }

    private static bool IsOfWebApp(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<OfWebApp>() is not null;

    private sealed record OfWebApp;
}
