using System.Net;

namespace Leadline.Client;

/// <summary>Decides, for one call, whether it is made again and when.</summary>
internal sealed class Retry(LeadlineClientOptions options)
{
    private readonly RetryOptions rules = options.Retries;

    private int attempts;
    private bool isInDoubt;
    private TimeSpan asked;

    /// <summary>A fault of the network: the call may have arrived, or not.</summary>
    public bool IsWorthAnother(HttpRequestException fault)
    {
        isInDoubt = true;
        asked = TimeSpan.Zero;
        return ++attempts < rules.Attempts && fault.HttpRequestError is not
            (HttpRequestError.SecureConnectionError or HttpRequestError.UserAuthenticationError or HttpRequestError.VersionNegotiationError or HttpRequestError.ConfigurationLimitExceeded);
    }

    /// <summary>A refusal.</summary>
    public bool IsWorthAnother(Answer answer)
    {
        var isPassing = answer.Status switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => true,
            // The first attempt may still be running under this call's key. Once it has ended, its stored answer is the last word.
            HttpStatusCode.Conflict => isInDoubt && !answer.IsReplayed,
            _ => false,
        };
        isInDoubt |= answer.Status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
        asked = AskedFor(answer) ?? TimeSpan.Zero;
        return isPassing && ++attempts < rules.Attempts && asked <= rules.LongestRetryAfter;
    }

    /// <summary>For how long the server asks to be left alone (RFC 9110 section 10.2.3).</summary>
    public TimeSpan? AskedFor(Answer answer)
    {
        var wait = answer.RetryAfter?.Delta ?? answer.RetryAfter?.Date - options.TimeProvider.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>Waits before the next attempt. The random part keeps many clients from coming back at the same moment.</summary>
    public Task PauseAsync(CancellationToken ct)
    {
        var longest = TimeSpan.FromTicks((long)Math.Min(rules.LongestDelay.Ticks, rules.FirstDelay.Ticks * Math.Pow(2, attempts - 1)));
        return Task.Delay(asked + (longest * Random.Shared.NextDouble()), options.TimeProvider, ct);
    }
}
