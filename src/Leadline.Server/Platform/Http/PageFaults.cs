using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Platform.Http;

/// <summary>Answers what goes wrong outside <c>/api</c> with a page that says what to do; never with an empty one or a stack trace.</summary>
public sealed class PageFaults(RequestDelegate next, ILogger<PageFaults> logger)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return; // The client has gone; nobody waits for an answer.
        }
        catch (BadHttpRequestException refused) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = refused.StatusCode;
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            if (fault.IsOutage())
            {
                HttpLog.Outage(logger, http.Request.Method, route, fault.GetBaseException().Message);
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                http.Response.Headers.RetryAfter = "1";
            }
            else
            {
                HttpLog.Fault(logger, http.Request.Method, route, fault);
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }

        if (IsBare(http.Response))
        {
            await TextOf(http).ExecuteAsync(http);
        }
    }

    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null };

    private static RazorComponentResult<ErrorPage> TextOf(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ErrorPage.Of(404, T["There is nothing here"], T["The address is wrong, or what was there is gone."]),
        StatusCodes.Status405MethodNotAllowed => ErrorPage.Of(405, T["This cannot be opened"], T["The address takes what a form sends, and no visit. Go back, and use the form."]),
        StatusCodes.Status400BadRequest when http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } => ErrorPage.Of(
            400, T["This form cannot be sent any more"],
            T["It was opened too long ago, before you signed in or out, or on another page. Go back, load the page again, and send it once more. Your browser must allow cookies for this site."]),
        StatusCodes.Status413PayloadTooLarge => ErrorPage.Of(413, T["That is too much"], T["What was sent is too large."]),
        StatusCodes.Status503ServiceUnavailable => ErrorPage.Of(503, T["We cannot reach our data just now"], T["Try again in a moment. What you typed is still in the page before this one."]),
        >= 500 and var status => ErrorPage.Of(status, T["Something went wrong on our side"], T["It has been logged. Try again; if it happens once more, tell whoever runs this installation."]),
        var status => ErrorPage.Of(status, T["This did not work"], T["The server answered with the status {0}.", status]),
    };
}
