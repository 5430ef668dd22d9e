using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>
/// What a search asks: every term must occur somewhere in a lead's names, e-mail, phone or external id, whatever the case or accents;
/// a term of digits and phone punctuation may also occur in the phone's E.164 digits.
/// </summary>
public sealed class LeadSearch
{
    /// <summary>Stands between the fields of a search key. A blank, so no term can reach from one field into the next.</summary>
    public const char FieldSeparator = '\n';

    private LeadSearch(IReadOnlyList<SearchTerm> terms) => Terms = terms;

    /// <summary>The terms, each once, in a fixed order.</summary>
    public IReadOnlyList<SearchTerm> Terms { get; }

    /// <summary>The same text for every search that asks the same.</summary>
    public string Key => string.Join(' ', Terms.Select(term => term.Text));

    /// <summary>Reads what a person typed.</summary>
    /// <returns>The search; null when it asks nothing.</returns>
    public static LeadSearch? Parse(string? typed)
    {
        var terms = SearchTerm.Read(typed);
        return terms.Count > 0 ? new LeadSearch(terms) : null;
    }

    /// <summary>What asks for both; null when neither asks anything.</summary>
    public static LeadSearch? Both(LeadSearch? one, LeadSearch? other) =>
        one is null ? other
        : other is null ? one
        : new LeadSearch([.. one.Terms.Union(other.Terms).OrderBy(term => term.Text, StringComparer.Ordinal)]);

    /// <summary>The rule itself, for one lead.</summary>
    /// <param name="searchKey">The lead's search key.</param>
    /// <param name="phoneKey">The lead's E.164 digits, if it has a phone.</param>
    public bool Matches(string searchKey, string? phoneKey) => Terms.All(term => term.Matches(searchKey, phoneKey));
}
