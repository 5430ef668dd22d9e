using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace Leadline.Platform.Pages;

/// <summary>The languages that pages speak: the one that the person chose, else the browser's.</summary>
/// <param name="Cookie">The cookie with the choice, in the form of ASP.NET Core's <c>CookieRequestCultureProvider</c>.</param>
/// <param name="Default">The language of a browser that asks for none of them.</param>
/// <param name="Names">All of them, by their BCP 47 tags, each with its own name.</param>
public sealed record PageLanguages(string Cookie, string Default, IReadOnlyDictionary<string, string> Names);

/// <summary>Answers in the person's language, and takes their choice where there is no script: <c>GET /account/language</c>.</summary>
public static class PageLanguage
{
    internal const string Address = "/account/language";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>Sets the language of what comes after it.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="formats">The ways to write days and numbers, the usual one first; where there is only one, nothing but texts goes by the language.</param>
    public static void UsePageLanguage(this IApplicationBuilder app, IReadOnlyList<string> formats)
    {
        var languages = app.ApplicationServices.GetRequiredService<PageLanguages>();
        app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(formats[0], languages.Default),
            SupportedCultures = [.. formats.Select(CultureInfo.GetCultureInfo)],
            SupportedUICultures = [.. languages.Names.Keys.Select(CultureInfo.GetCultureInfo)],
            RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = languages.Cookie }, new AcceptLanguageHeaderRequestCultureProvider()],
        });
    }

    /// <summary>Maps the choice. It changes nothing but words, so any page may link to it.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/language", (HttpContext http, [FromQuery] string? language, [FromQuery(Name = "return_url")] string? returnUrl, PageLanguages languages) =>
    {
        if (language is not null && languages.Names.ContainsKey(language))
        {
            http.Response.Cookies.Append(languages.Cookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)), new CookieOptions
            {
                MaxAge = Kept,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            });
        }

        return Results.LocalRedirect(LocalAddress.OrHome(returnUrl));
    });
}
