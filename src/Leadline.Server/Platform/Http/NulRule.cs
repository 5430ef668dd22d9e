using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Leadline.Platform.Pages;
using Leadline.Platform.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Platform.Http;

/// <summary>
/// Stands before the pages and before what apps ask of the authorization server: refuses a form, a query or credentials that hold the character NUL, and a form that cannot be read.
/// Under <c>/api</c> bodies and queries refuse it by their fields; in a path or a header the server itself does.
/// </summary>
public sealed class NulRule(RequestDelegate next)
{
    private const long LargestForm = 1024 * 1024;

    private static readonly string[] ForApps = ["/oauth/token", "/oauth/introspect", "/oauth/revoke", "/oauth/userinfo"];

    /// <summary>Lets the request through, or answers 400.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (await ComplaintAsync(http.Request) is not { } complaint)
        {
            await next(http);
        }
        else if (ForApps.Any(endpoint => http.Request.Path.StartsWithSegments(endpoint)))
        {
            await RefuseAppAsync(http.Response, string.Format(CultureInfo.InvariantCulture, complaint.Text, complaint.Name));
        }
        else
        {
            await ErrorPage.Of(StatusCodes.Status400BadRequest, T["This cannot be taken"], T[complaint.Text, complaint.Name]).ExecuteAsync(http);
        }
    }

    private static async Task<Complaint?> ComplaintAsync(HttpRequest request)
    {
        if (Nul.IsIn(Credentials(request)))
        {
            return new Complaint("The header {0} must not hold the character NUL.", "Authorization");
        }

        return ComplaintOf(request.Query) ?? (request.HasFormContentType ? await FormComplaintAsync(request) : null);
    }

    private static Complaint? ComplaintOf(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        foreach (var (name, values) in fields)
        {
            if (Nul.IsIn(name) || values.Any(Nul.IsIn))
            {
                return ComplaintOf(name);
            }
        }

        return null;
    }

    private static Complaint ComplaintOf(string name) => Nul.IsIn(name)
        ? new("The field {0} must not hold the character NUL in its name.", name.Replace("\0", "", StringComparison.Ordinal))
        : new("The field {0} must not hold the character NUL.", name);

    // What reads forms refuses an encoded NUL by itself, as a broken form, and does not tell where: then the field is looked up in the body.
    private static async Task<Complaint?> FormComplaintAsync(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestForm;
        }

        request.EnableBuffering();
        try
        {
            return ComplaintOf(await request.ReadFormAsync(request.HttpContext.RequestAborted));
        }
        catch (InvalidDataException)
        {
            request.Body.Position = 0;
            using var body = new StreamReader(request.Body, Encoding.Latin1, leaveOpen: true);
            var pairs = (await body.ReadToEndAsync(request.HttpContext.RequestAborted)).Split('&');
            return Array.Find(pairs, pair => pair.Contains("%00", StringComparison.Ordinal)) is { } wrong
                ? ComplaintOf(WebUtility.UrlDecode(wrong.Split('=')[0]))
                : new Complaint("The form cannot be read.", "");
        }
    }

    // RFC 6749 section 2.3.1: name and secret, each form-encoded, within base64.
    private static string? Credentials(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || header is not { Scheme: var scheme, Parameter: { } parameter } || !scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, bytes, out var length) ? WebUtility.UrlDecode(Encoding.UTF8.GetString(bytes, 0, length)) : null;
    }

    // RFC 6749 section 5.2; a description holds nothing but ASCII, and no quotes.
    private static Task RefuseAppAsync(HttpResponse response, string complaint)
    {
        var description = string.Concat(complaint.Where(letter => letter is >= ' ' and <= '~' and not ('"' or '\\')));
        response.StatusCode = StatusCodes.Status400BadRequest;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync($$"""{"error":"invalid_request","error_description":"{{JsonEncodedText.Encode(description)}}"}""");
    }

    // Told to people in their language, and to apps in English.
    private sealed record Complaint(string Text, string Name);
}
