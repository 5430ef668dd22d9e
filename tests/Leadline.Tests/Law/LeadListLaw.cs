using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Leads;
using Leadline.Platform.Text;

namespace Leadline.Tests.Law;

/// <summary>What the list of leads must answer, worked out in memory from the leads' own fields.</summary>
internal sealed class LeadListLaw(IEnumerable<Lead> leads, IReadOnlyCollection<long> terminal, string? country, string path)
{
    private const string PhonePunctuation = "+-–—()[]./~";

    private readonly List<Known> all = [.. leads.Select(lead => new Known(lead, country))];

    /// <summary>The ids, links and meta of the page that a query asks for.</summary>
    public JsonObject Answer(IReadOnlyList<(string Name, string Value)> query)
    {
        var asked = string.Concat(query.Where(pair => pair.Name != "page").Select(pair => $"{Escaped(pair.Name)}={Escaped(pair.Value)}&"));
        return Page(Ids(query, new JsonObject()), (int)(Number(query, "per_page") ?? 15), Math.Max(1, Number(query, "page") ?? 1), $"{path}?{asked}page=");
    }

    /// <summary>All ids that a query asks for, in order.</summary>
    /// <param name="query">The parameters of the list.</param>
    /// <param name="where">The tree of conditions that must hold as well.</param>
    public List<long> Ids(IReadOnlyList<(string Name, string Value)> query, JsonObject where)
    {
        var found = Found(query, where);
        var sortBy = Said(query, "sort_by") ?? "created_at";
        var isDescending = (Said(query, "sort_order") ?? (sortBy.EndsWith("_at", StringComparison.Ordinal) ? "desc" : "asc")) == "desc";
        return [.. Sorted(found, known => known.SortKey(sortBy), isDescending).Select(known => known.Lead.Id)];
    }

    /// <summary>How many leads of each kind a query asks for, the most first.</summary>
    public List<(long? Id, int Leads)> Counts(IReadOnlyList<(string Name, string Value)> query, string by) =>
    [
        .. Found(query, new JsonObject())
            .GroupBy(known => by switch { "lead_status_id" => known.Lead.LeadStatusId, "lead_reference_source_id" => known.Lead.LeadReferenceSourceId, _ => known.Lead.AssignedUserId })
            .Select(kind => (kind.Key, kind.Count()))
            .OrderByDescending(kind => kind.Item2).ThenBy(kind => kind.Key),
    ];

    /// <summary>The campaign that a lead's first or last marketing touch names; null for none.</summary>
    public static string? Campaign(Lead lead, bool isFirst)
    {
        using var touches = JsonDocument.Parse(lead.MarketingAttribution ?? "[]");
        if (touches.RootElement.GetArrayLength() == 0 || touches.RootElement[isFirst ? 0 : touches.RootElement.GetArrayLength() - 1] is not { ValueKind: JsonValueKind.Object } touch)
        {
            return null;
        }

        return new[] { "utm_campaign", "campaign" }
            .Select(name => touch.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString().Trim() : "")
            .Where(text => text.Length > 0)
            .Select(text => string.Concat(text.EnumerateRunes().Take(255)).TrimEnd())
            .FirstOrDefault();
    }

    /// <summary>The leads that pass the filters of a query.</summary>
    public List<Lead> Leads(IReadOnlyList<(string Name, string Value)> query) => [.. Found(query, new JsonObject()).Select(known => known.Lead)];

    private IEnumerable<Known> Found(IReadOnlyList<(string Name, string Value)> query, JsonObject where)
    {
        var isTrashed = IsSaid(query, "trashed") ?? false;
        return all.Where(known => known.Lead.DeletedAt is not null == isTrashed && Passes(known, query) && Passes(known, where));
    }

    private static string? Said(IReadOnlyList<(string Name, string Value)> query, string name) => query.LastOrDefault(pair => pair.Name == name).Value is { Length: > 0 } value ? value : null;

    private static bool? IsSaid(IReadOnlyList<(string Name, string Value)> query, string name) => Said(query, name)?.ToUpperInvariant() is { } value ? value is "1" or "TRUE" : null;

    private static long? Number(IReadOnlyList<(string Name, string Value)> query, string name) => long.TryParse(Said(query, name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool Passes(Known known, JsonObject where) =>
        where["and"] is JsonArray all ? all.All(item => Passes(known, item!.AsObject()))
        : where["or"] is JsonArray any ? any.Any(item => Passes(known, item!.AsObject()))
        : Passes(known, [.. where.Select(field => (field.Key, field.Value is JsonArray several ? string.Join(',', several.Select(item => item!.ToString())) : field.Value!.ToString()))]);

    private bool Passes(Known known, IReadOnlyList<(string Name, string Value)> query)
    {
        var lead = known.Lead;
        return IsAmong("lead_status_id", lead.LeadStatusId)
            && IsAmong("lead_reference_source_id", lead.LeadReferenceSourceId)
            && IsAmong("country_id", lead.CountryId)
            && IsNotAmong("lead_status_id", lead.LeadStatusId)
            && IsNotAmong("lead_reference_source_id", lead.LeadReferenceSourceId)
            && IsNotAmong("assigned_user_id", lead.AssignedUserId)
            && IsNotAmong("country_id", lead.CountryId)
            && IsOf("first_campaign", isFirst: true)
            && IsOf("last_campaign", isFirst: false)
            && IsAmong("import_source_id", lead.ImportSourceId)
            && (Several("assigned_user_id") is not { } members || members.Contains(lead.AssignedUserId is { } member ? member.ToString(CultureInfo.InvariantCulture) : "none"))
            && (Several("external_id") is not { } externals || externals.Contains(lead.ExternalId))
            && (Several("external_branch_id") is not { } branches || branches.Contains(lead.ExternalBranchId))
            && (Several("email") is not { } addresses || addresses.Any(address => known.Email.Length > 0 && Folding.Fold(address).Trim() == known.Email))
            && (Several("phone_number") is not { } phones || phones.Any(phone => known.Phone.Length > 0 && PhoneDigits.Of(phone, country) == known.Phone))
            && (IsSaid(query, "converted") is not { } isConverted || lead.ConvertedAt is not null == isConverted)
            && (IsSaid(query, "is_terminal") is not { } isTerminal || terminal.Contains(lead.LeadStatusId ?? 0) == isTerminal)
            && (IsSaid(query, "has_email") is not { } hasEmail || lead.Email is not null == hasEmail)
            && (IsSaid(query, "has_phone") is not { } hasPhone || lead.PhoneNumber is not null == hasPhone)
            && IsWithin("created_from", "created_to", lead.CreatedAt)
            && IsWithin("updated_since", "", lead.UpdatedAt)
            && IsWithin("converted_from", "converted_to", lead.ConvertedAt)
            && (Said(query, "search") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).All(known.Holds);

        string[]? Several(string name) => Said(query, name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        bool IsAmong(string name, long? id) => Several(name) is not { } ids || ids.Any(text => text == "none" ? id is null : long.Parse(text, CultureInfo.InvariantCulture) is var wanted && wanted != 0 && wanted == id);

        bool IsNotAmong(string name, long? id) => Several($"not_{name}") is null || !IsAmong($"not_{name}", id);

        bool IsOf(string name, bool isFirst) => Several(name) is not { } campaigns || campaigns.Any(asked => asked == "none" ? Campaign(lead, isFirst) is null : Campaign(lead, isFirst) == asked);

        bool IsWithin(string from, string to, DateTime? time) =>
            (Said(query, from) is not { } first || time >= Of(first, isEnd: false)) && (Said(query, to) is not { } last || time <= Of(last, isEnd: true));
    }

    private static DateTime Of(string text, bool isEnd) => text.Length == 10
        ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal).AddDays(isEnd ? 1 : 0).AddMicroseconds(isEnd ? -1 : 0)
        : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime;

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

        public string Phone { get; } = PhoneDigits.Of(lead.PhoneNumber, country) ?? "";

        public string Email { get; } = Folding.Fold(lead.Email ?? "").Trim();

        public Lead Lead => lead;

        public bool Holds(string term) =>
            fields.Any(field => field.Contains(Folding.Fold(term), StringComparison.Ordinal))
            || (Dialled(term) is { Length: > 0 } digits && Phone.Contains(digits, StringComparison.Ordinal));

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
