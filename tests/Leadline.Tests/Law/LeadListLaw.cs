using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Leadline.Leads;
using Leadline.Platform.Text;

namespace Leadline.Tests.Law;

/// <summary>What the list of leads must answer, worked out in memory from the leads' own fields.</summary>
internal sealed class LeadListLaw(IEnumerable<Lead> leads, string? country, string path)
{
    private const string PhonePunctuation = "+-–—()[]./~";

    private readonly List<Known> all = [.. leads.Select(lead => new Known(lead, country))];

    /// <summary>The ids, links and meta of the page that a query asks for.</summary>
    public JsonObject Answer(IReadOnlyList<(string Name, string Value)> query)
    {
        string? Said(string name) => query.LastOrDefault(pair => pair.Name == name).Value is { Length: > 0 } value ? value : null;
        bool? IsSaid(string name) => Said(name)?.ToUpperInvariant() is { } value ? value is "1" or "TRUE" : null;
        long? Number(string name) => long.TryParse(Said(name), CultureInfo.InvariantCulture, out var number) ? number : null;

        var status = Number("lead_status_id");
        var source = Number("lead_reference_source_id");
        var isConverted = IsSaid("converted");
        var isTrashed = IsSaid("trashed") ?? false;
        var terms = (Said("search") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = all
            .Where(known => known.Lead.DeletedAt is not null == isTrashed)
            .Where(known => status is null || known.Lead.LeadStatusId == status)
            .Where(known => source is null || known.Lead.LeadReferenceSourceId == source)
            .Where(known => isConverted is null || known.Lead.ConvertedAt is not null == isConverted)
            .Where(known => terms.All(known.Holds));

        var sortBy = Said("sort_by") ?? "created_at";
        var isDescending = (Said("sort_order") ?? (sortBy.EndsWith("_at", StringComparison.Ordinal) ? "desc" : "asc")) == "desc";
        var ids = Sorted(found, known => known.SortKey(sortBy), isDescending).Select(known => known.Lead.Id).ToList();

        var asked = string.Concat(query.Where(pair => pair.Name != "page").Select(pair => $"{Escaped(pair.Name)}={Escaped(pair.Value)}&"));
        return Page(ids, (int)(Number("per_page") ?? 15), Math.Max(1, Number("page") ?? 1), $"{path}?{asked}page=");
    }

    // Keys of one kind compare like what they stand for; those without one come last in both directions.
    private static IEnumerable<Known> Sorted(IEnumerable<Known> found, Func<Known, string?> key, bool isDescending)
    {
        var emptyLast = found.OrderBy(known => key(known) is null);
        return isDescending
            ? emptyLast.ThenByDescending(key, StringComparer.Ordinal).ThenByDescending(known => known.Lead.Id)
            : emptyLast.ThenBy(key, StringComparer.Ordinal).ThenBy(known => known.Lead.Id);
    }

    private JsonObject Page(List<long> ids, int size, long current, string address)
    {
        var last = Math.Max(1, (ids.Count + size - 1) / size);
        var before = current - 1 > ids.Count ? ids.Count : (int)(current - 1) * size;
        var shown = ids.Skip(before).Take(size).ToList();
        var previous = current > 1 ? $"{address}{current - 1}" : null;
        var next = current < last ? $"{address}{current + 1}" : null;
        return new JsonObject
        {
            ["ids"] = new JsonArray([.. shown.Select(id => (JsonNode)id)]),
            ["links"] = new JsonObject { ["first"] = $"{address}1", ["last"] = $"{address}{last}", ["prev"] = previous, ["next"] = next },
            ["meta"] = new JsonObject
            {
                ["current_page"] = current,
                ["from"] = shown.Count > 0 ? before + 1 : null,
                ["last_page"] = last,
                ["links"] = new JsonArray([Link(previous, "&laquo; Previous"), .. Numbers(current, last, address), Link(next, "Next &raquo;")]),
                ["path"] = path,
                ["per_page"] = size,
                ["to"] = shown.Count > 0 ? before + shown.Count : null,
                ["total"] = ids.Count,
            },
        };
    }

    private static IEnumerable<JsonNode> Numbers(long current, int last, string address)
    {
        var before = 0;
        foreach (var number in Enumerable.Range(1, last).Where(number => IsShown(number, current, last)))
        {
            if (number > before + 1)
            {
                yield return Link(null, "...");
            }

            yield return Link($"{address}{number}", number.ToString(CultureInfo.InvariantCulture), number == current);
            before = number;
        }
    }

    // Two pages at either end, three on each side of the current one, and ten at an end that is nearer than seven.
    private static bool IsShown(int number, long current, int last) =>
        last < 14
        || number <= 2
        || number > last - 2
        || (current <= 7 ? number <= 10
            : current > last - 7 ? number > last - 10
            : Math.Abs(number - current) <= 3);

    private static JsonObject Link(string? url, string label, bool isActive = false) => new() { ["url"] = url, ["label"] = label, ["active"] = isActive };

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private sealed class Known(Lead lead, string? country)
    {
        private readonly string[] fields =
            [.. new[] { lead.FirstName, lead.LastName, lead.Email, lead.PhoneNumber, lead.ExternalId }.Select(field => Folding.Fold(field ?? ""))];

        private readonly string phone = PhoneDigits.Of(lead.PhoneNumber, country) ?? "";

        public Lead Lead => lead;

        public bool Holds(string term) =>
            fields.Any(field => field.Contains(Folding.Fold(term), StringComparison.Ordinal))
            || (Dialled(term) is { Length: > 0 } digits && phone.Contains(digits, StringComparison.Ordinal));

        public string? SortKey(string by) => by switch
        {
            "first_name" => NameKey(lead.FirstName),
            "last_name" => NameKey(lead.LastName),
            "converted_at" => TimeKey(lead.ConvertedAt),
            "last_synced_at" => TimeKey(lead.LastSyncedAt),
            _ => TimeKey(lead.CreatedAt),
        };

        // The digits that a phone would have to hold for the term; none for a term that is no part of a phone.
        private static string Dialled(string term)
        {
            if (!term.All(letter => char.IsDigit(letter) || PhonePunctuation.Contains(letter, StringComparison.Ordinal)))
            {
                return "";
            }

            var digits = PhoneDigits.DigitsIn(term);
            var zeros = digits.StartsWith("00", StringComparison.Ordinal) ? 2 : digits.StartsWith('0') ? 1 : 0;
            return digits[zeros..];
        }

        // Hexadecimal text compares like the bytes it shows.
        private static string? NameKey(string? name) =>
            string.IsNullOrWhiteSpace(name) ? null : Convert.ToHexString(Encoding.UTF8.GetBytes(Folding.Fold(name).Trim()));

        private static string? TimeKey(DateTime? time) => time?.ToString("O", CultureInfo.InvariantCulture);
    }
}
