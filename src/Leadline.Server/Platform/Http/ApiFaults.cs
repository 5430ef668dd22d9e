using Leadline.Platform.Database;

namespace Leadline.Platform.Http;

/// <summary>Catches what went wrong under <c>/api</c> at its edge: a logged fault, and an answer in the documented form.</summary>
public sealed class ApiFaults(RequestDelegate next, ILogger<ApiFaults> logger)
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
            // The client has gone; nobody waits for an answer.
        }
        catch (BadHttpRequestException refused) when (!http.Response.HasStarted)
        {
            await (refused.StatusCode == StatusCodes.Status414UriTooLong ? ErrorKind.UriTooLong : ErrorKind.InvalidRequest)
                .WriteAsync(http.Response, "The request cannot be understood.");
        }
        catch (Exception fault) when (!http.Response.HasStarted && fault.IsOutage())
        {
            HttpLog.Outage(logger, http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, fault.GetBaseException().Message);
            http.Response.Headers.RetryAfter = "1";
            await ErrorKind.Unavailable.WriteAsync(http.Response, "The server cannot reach its data just now. Send the call again in a moment; one that changes something, with its Idempotency-Key.");
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            HttpLog.Fault(logger, http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, fault);
            await ErrorKind.ServerError.WriteAsync(http.Response, "Something went wrong on our side; it has been logged.");
        }
    }
}

internal static partial class HttpLog
{
    [LoggerMessage(LogLevel.Error, "{Method} {Route} was answered 503, since the database does not do its work: {Reason}")]
    public static partial void Outage(ILogger logger, string method, string? route, string reason);

    // The route's pattern and not the address, which may hold what people search for.
    [LoggerMessage(LogLevel.Error, "{Method} {Route} failed")]
    public static partial void Fault(ILogger logger, string method, string? route, Exception fault);
}
