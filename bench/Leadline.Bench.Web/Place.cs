using System.Text.RegularExpressions;

namespace Leadline.Bench.Web;

/// <summary>Where a person is, who turns pages of the list, sorts by name, filters by one of the first four statuses, and goes to the board.</summary>
/// <param name="Tenant">The address of the tenant's pages.</param>
/// <param name="Status">The status that the list is or was filtered by; 0 for none yet.</param>
internal sealed record Place(Uri Tenant, int Status)
{
    private const int Rows = 50;

    /// <summary>Whether it is the list of that status alone.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>The direction; null for the usual order.</summary>
    public bool? IsDescending { get; init; }

    /// <summary>The page of the list, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Whether it is the board.</summary>
    public bool IsBoard { get; init; }

    /// <summary>What the browser would show in its bar.</summary>
    public Uri Address => new(Tenant, (IsBoard ? "board" : "leads") + Query);

    private string Query => string.Join('&', new[]
    {
        IsFiltered ? $"lead_status_id={Status}" : null,
        IsDescending is { } isDescending ? $"sort_by=last_name&sort_order={(isDescending ? "desc" : "asc")}" : null,
        Page > 1 ? $"page={Page}" : null,
    }.OfType<string>()) is { Length: > 0 } query ? $"?{query}" : "";

    /// <summary>Whether a batch of drawings brings what is to be seen there: what only new rows or cards have, and links to a page full of leads, which name the list that they stand in.</summary>
    public bool IsShownBy(string batch) => batch.Contains(IsBoard ? "board-card" : "data-lead", StringComparison.Ordinal) && LinksIn(batch).Count(link => IsBoard || link.EndsWith(Query, StringComparison.Ordinal)) >= Rows;

    // Before each text of a batch stands its length.
    private HashSet<string> LinksIn(string batch) =>
        [.. Regex.Matches(batch, $"(.){Tenant.AbsolutePath}leads/", RegexOptions.Singleline).Select(link => batch.Substring(link.Index + 1, link.Value[0]))];
}
