using Leadline.Users;

namespace Leadline.Account;

/// <summary>What a page of events shows.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Address">Where it lies.</param>
/// <param name="Person">The address of who is signed in.</param>
public sealed record AuditPageContent(string Title, string Address, string? Person)
{
    /// <summary>The tenants to choose from; none on a page about oneself.</summary>
    public IReadOnlyList<OwnedTenant> Tenants { get; init; } = [];

    /// <summary>The tenant that is shown.</summary>
    public OwnedTenant? Tenant { get; init; }

    /// <summary>The people to choose from.</summary>
    public IReadOnlyDictionary<long, string> People { get; init; } = new Dictionary<long, string>();

    /// <summary>What was chosen.</summary>
    public AuditFilter Filter { get; init; } = new(null, null, null, null);

    /// <summary>The events, newest first.</summary>
    public IReadOnlyList<AuditSentence> Events { get; init; } = [];

    /// <summary>The page, from 1.</summary>
    public long Number { get; init; }

    /// <summary>Whether there are older ones.</summary>
    public bool HasMore { get; init; }

    /// <summary>The filters, as the links to other pages keep them.</summary>
    public IReadOnlyList<(string Name, string Value)> Kept { get; init; } = [];

    /// <summary>The address of another page.</summary>
    public string PageAddress(long number) =>
        $"{Address}?{string.Concat(Kept.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}&"))}page={number}";
}
