namespace Leadline.Client;

/// <summary>Where a <see cref="LeadlineClient"/> calls, as whom, and how patiently.</summary>
public sealed record LeadlineClientOptions
{
    /// <summary>Where Leadline is, such as <c>https://leads.example.com</c>; null for the base address of the <see cref="HttpClient"/>.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>The bearer token; null where <see cref="TokenProvider"/> gives it, or the <see cref="HttpClient"/> sends one itself.</summary>
    public string? Token { get; init; }

    /// <summary>Gives the bearer token of each attempt; it should keep a token as long as that is good. Counts before <see cref="Token"/>.</summary>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; init; }

    /// <summary>The tenant to work in; null for a caller who first asks for their tenants, or whose <see cref="HttpClient"/> names one.</summary>
    public long? TenantId { get; init; }

    /// <summary>How long to wait for an answer, for each attempt; calls that wait for news wait longer by that. An <see cref="HttpClient"/> with a shorter timeout is obeyed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Whether and when a call is made again.</summary>
    public RetryOptions Retries { get; init; } = new();

    /// <summary>The clock of delays and timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The address and the tenant alone: no token gets into a log.</summary>
    public override string ToString() => $"{BaseAddress} tenant {TenantId}";
}

/// <summary>
/// Whether and when a call is made again: after 429, 500, 502, 503, 504, a timeout or a network fault. That is safe, because reads change
/// nothing and every write carries an idempotency key, which is the same in all attempts of the call.
/// </summary>
public sealed record RetryOptions
{
    /// <summary>No call is made again.</summary>
    public static readonly RetryOptions None = new() { Attempts = 1 };

    /// <summary>How often a call is made at most, from 1.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The longest pause before the second attempt; it doubles with each one. The pause is drawn at random from 0 to that (full jitter).</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause there is, unless the server asks for a longer one by <c>Retry-After</c>.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest <c>Retry-After</c> that is waited for; a longer one ends the call with its exception at once.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(65);
}
