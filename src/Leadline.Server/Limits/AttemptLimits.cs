using System.Net;
using Leadline.Platform;
using Leadline.Platform.Http;
using Microsoft.Extensions.Options;

namespace Leadline.Limits;

/// <summary>
/// Bounds attempts at what a secret protects. An attempt counts before the secret is looked at and is given back when it was right. Whom
/// it is for is counted by what was typed, so that the answers are the same whether there is such an account or not.
/// </summary>
/// <remarks>
/// A device that was signed in to the account before counts by itself: nobody else's failures touch it. An address from which the account
/// was signed in to lately counts for that pair alone. All others, strangers, share what the account and what their address may fail.
/// </remarks>
public sealed class AttemptLimits
{
    private readonly AttemptOptions options;
    private readonly CounterSet devices;
    private readonly CounterSet pairs;
    private readonly CounterSet addresses;
    private readonly CounterSet accounts;
    private readonly CounterSet refusals;
    private readonly CounterSet successes;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SetupException">The window is none.</exception>
    public AttemptLimits(SharedCounters shared, IOptions<LeadlineOptions> settings, TimeProvider clock)
    {
        options = settings.Value.Attempts;
        var window = options.Minutes > 0 ? TimeSpan.FromMinutes(options.Minutes) : throw new SetupException("The setting Attempts:Minutes must be at least 1.");
        devices = new CounterSet(shared, "device", window, clock);
        pairs = new CounterSet(shared, "pair", window, clock);
        addresses = new CounterSet(shared, "address", window, clock);
        accounts = new CounterSet(shared, "account", window, clock);
        refusals = new CounterSet(shared, "refusal", window, clock);
        successes = new CounterSet(shared, "success", window, clock);
    }

    /// <summary>Whether nobody was turned away from the account in this window before; to be asked once for each refusal.</summary>
    public async Task<bool> IsFirstRefusalAsync(string account) =>
        !(await refusals.CountAsync(CounterKey.Of("refusal", account), limit: 1)).IsExceeded;

    /// <summary>Whether an attempt at the account was noted as right from that address in this window.</summary>
    public bool HasSucceeded(AttemptAt at) => successes.WaitFor(PairOf(at), limit: 1) is not null;

    /// <summary>Notes that an attempt was right.</summary>
    public async Task NoteSuccessAsync(AttemptAt at) => await successes.CountAsync(PairOf(at), limit: 1);

    /// <summary>In how many seconds an attempt may be made; null where it may be made at once. Counts nothing: for a secret too long to be guessed, of which only wrong ones count.</summary>
    public int? WaitFor(AttemptAt at) =>
        pairs.WaitFor(PairOf(at), options.PerPair) ?? (at.IsKnownAddress ? null : addresses.WaitFor(AddressOf(at), options.PerAddress));

    /// <summary>Counts an attempt before it is made.</summary>
    public async Task<Attempt> BeginAsync(AttemptAt at)
    {
        var attempt = new Attempt();
        if (at.Device is { } device && await attempt.CountAsync(devices, KeyOf($"{at.Kind}\n{device}\n{at.Account}"), options.PerDevice))
        {
            return attempt;
        }

        if (WaitFor(at) is { } wait)
        {
            return attempt.Refuse(wait);
        }

        // The address before the pair, so that no address makes more counters than it has attempts.
        if (!at.IsKnownAddress && !await attempt.CountAsync(addresses, AddressOf(at), options.PerAddress))
        {
            return attempt;
        }

        if (!await attempt.CountAsync(pairs, PairOf(at), options.PerPair))
        {
            return attempt.GiveBack();
        }

        if (!at.IsKnownAddress && at.CountsAccount)
        {
            await attempt.CountAsync(accounts, KeyOf($"{at.Kind}\n{at.Account}"), at.IsShort ? (options.PerAccount + 2) / 3 : options.PerAccount);
        }

        return attempt;
    }

    private static CounterKey PairOf(AttemptAt at) => KeyOf($"{at.Kind}\n{ClientNetwork.Of(at.Address)}\n{at.Account}");

    private static CounterKey AddressOf(AttemptAt at) => KeyOf($"{at.Kind}\n{ClientNetwork.Of(at.Address)}");

    private static CounterKey KeyOf(string name) => CounterKey.Of("attempt", name);
}

/// <summary>What is attempted, from where.</summary>
/// <param name="Kind">What is attempted, in a word: kinds do not share counts.</param>
/// <param name="Account">What was typed for the account, in one form: upper case, without blanks at the ends.</param>
/// <param name="Address">Where it came from.</param>
public sealed record AttemptAt(string Kind, string Account, IPAddress? Address)
{
    /// <summary>The browser, if it was signed in to this account before; null for a stranger.</summary>
    public string? Device { get; init; }

    /// <summary>Whether the account was signed in to from there lately; then what others fail from there does not count.</summary>
    public bool IsKnownAddress { get; init; }

    /// <summary>True for a secret so short that strangers could guess it in months: they may fail a third as often at the account.</summary>
    public bool IsShort { get; init; }

    /// <summary>False for a secret too long to be guessed, where a limit for the account would only let others lock it.</summary>
    public bool CountsAccount { get; init; } = true;
}

/// <summary>One attempt.</summary>
public sealed class Attempt
{
    private readonly List<(CounterSet Set, CounterKey Key)> counted = [];

    /// <summary>Whether it is turned away unread, since there were too many.</summary>
    public bool IsRefused => RetryAfter is not null;

    /// <summary>In how many seconds another may be made; null where this one may.</summary>
    public int? RetryAfter { get; private set; }

    /// <summary>Takes it back: the secret was right.</summary>
    public void Succeed() => GiveBack();

    // What was turned away at its pair is not one more of the address's.
    internal Attempt GiveBack()
    {
        foreach (var (set, key) in counted)
        {
            set.GiveBack(key);
        }

        counted.Clear();
        return this;
    }

    internal Attempt Refuse(int seconds)
    {
        RetryAfter = seconds;
        return this;
    }

    // A count that is refused decides, unless a later one is not.
    internal async Task<bool> CountAsync(CounterSet set, CounterKey key, int limit)
    {
        var state = await set.CountAsync(key, limit);
        RetryAfter = state.IsExceeded ? state.RetryAfter : null;
        if (!state.IsExceeded && limit > 0)
        {
            counted.Add((set, key));
        }

        return !state.IsExceeded;
    }
}
