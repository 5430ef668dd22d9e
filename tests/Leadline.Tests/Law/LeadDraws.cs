using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Leadline.Leads;

namespace Leadline.Tests.Law;

/// <summary>Leads and queries drawn at random, rich in what breaks lists: ties, blanks, accents, scripts, wildcards, phone formats.</summary>
/// <param name="random">Where the chance comes from.</param>
/// <param name="statuses">The ids a lead's status may have.</param>
/// <param name="sources">The ids a lead's reference source may have.</param>
/// <param name="users">The ids a lead's owner may have.</param>
internal sealed class LeadDraws(PCG random, long[] statuses, long[] sources, long[] users)
{
    private const int LongestSearch = 255;
    private const long NoRow = 999_999_999;

    private static readonly DateTime Day = new(2026, 2, 28, 12, 0, 0, DateTimeKind.Utc);

    private static readonly Gen<string> Word = Gen.OneOf(
        "Ada", "ADA", "ada", "Adam", "Éva", "Eva", "Zoë", "Işık", "IŞIK", "isik", "İpek", "Çağla", "C\u0327ag\u0306la", "Şule", "Straße", "STRASSE",
        "Sørensen", "Łukasz", "lukasz", "Nguyễn", "Ωμέγα", "ωμεγα", "Йод", "Иод", "Ольга", "がくと", "か\u3099くと", "かくと", "हिन्दी", "हनद",
        "山田", "👩‍💻", "😀 Joy", "100%", "a_b", "O'Neil", "\"Ada\"", "back\\slash", "AND", "NULL", "ﬁnn", "𝒜da", "ada-1", "Ada*");

    private static readonly Gen<string> Scrap = Gen.OneOf(
            "a", "A", "b", "e", "é", "e\u0301", "i", "I", "ı", "İ", "ß", "s", "ø", "o", "ğ", "ς", "Σ", "か", "\u3099", "क", "्", "й", "😀", "%", "_", "'", "\"", "\\", " ", "0", "5", "-")
        .Array[1, 7].Select(string.Concat);

    private static readonly Gen<string> Blank = Gen.OneOf("", " ", "\t", "\u3000 ", "\u00A0");

    private static readonly Gen<string> Name = Gen.Frequency(
        (5, Word), (3, Scrap), (1, Gen.Select(Word, Word, (one, other) => $"{one} {other}")), (1, Word.Select(word => $"  {word} ")), (1, Blank));

    private static readonly Gen<string> Phone = Gen.Select(
        Gen.OneOf("+90 5", "0090 5", "05", "5", "(05", "+49 30 ", "0", "+44 20 ", "٠٥", "tel. ", "00", ""),
        Gen.OneOf("1", "2", "3", "3", " ", "-", ".", ") ").Array[0, 13].Select(string.Concat),
        string.Concat);

    private static readonly Gen<string> Email = Gen.Select(
        Gen.Frequency((3, Word), (1, Scrap)), Gen.OneOf("example.com", "EXAMPLE.org", "örnek.com.tr"), (person, host) => $"{person}@{host}");

    private static readonly Gen<string> ExternalId = Gen.Select(Gen.OneOf("A-", "a-", "crm_%", "", "№", "ß"), Gen.Int[0, 120], (prefix, number) => $"{prefix}{number}");

    private static readonly Gen<string> Campaign = Gen.OneOf(
        "\"spring\"", "\"Spring\"", "\" spring\\u3000\"", "\"spr\\u0131ng\"", "\"sprıng\"", "\"\\ud83d\\ude00 1\"", "\"😀 1\"", "\"a,b\"", "\"none\"", "\"None\"", "\"it's \\\"5%_\\\\\"", "\"\"", "\" \\t\u00A0\"", "5", "5.0", "1e3", "\"5\"",
        "null", "true", "{\"campaign\":\"spring\"}", "[\"spring\"]", $"\"{new string('x', 254)} 😀\"", $"\"{new string('x', 254)}😀😀\"");

    private static readonly Gen<string> Touch = Gen.Frequency(
        (6, Gen.Select(Gen.OneOf("utm_campaign", "campaign", "utm_camp\\u0061ign", "UTM_CAMPAIGN", "name"), Campaign, (name, value) => $"\"{name}\" : {value}").Array[0, 3].Select(fields => $"{{{string.Join(',', fields)}}}")),
        (1, Gen.OneOf("\"spring\"", "7", "null", "[{\"campaign\":\"spring\"}]")));

    /// <summary>Marketing touches, rich in what breaks the campaigns of them.</summary>
    public static Gen<string?> Attribution { get; } = Gen.Frequency((1, Gen.Const((string?)null)), (3, Touch.Array[0, 3].Select(touches => (string?)$"[{string.Join(" , ", touches)}]")));

    private static readonly Gen<DateTime> Time = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2], (day, microsecond) => Day.AddDays(day).AddMicroseconds(microsecond));

    /// <summary>The members who own leads.</summary>
    public IReadOnlyList<long> Users => users;

    private readonly HashSet<string> externalIds = [];

    private readonly Gen<Lead> lead =
        from first in Name.Null(0.2)
        from last in Name.Null(0.2)
        from email in Email.Null(0.3)
        from phone in Phone.Null(0.3)
        from external in ExternalId.Null(0.5)
        from created in Time
        from converted in Gen.Nullable(Time, 0.6)
        from synced in Gen.Nullable(Time, 0.4)
        from deleted in Gen.Nullable(Time, 0.8)
        from status in Gen.Nullable(Gen.OneOf(statuses), 0.3)
        from source in Gen.Nullable(Gen.OneOf(sources), 0.3)
        from user in Gen.Nullable(Gen.OneOf(users), 0.5)
        from country in Gen.Nullable(Gen.OneOf(792L, 276L), 0.3)
        from branch in Gen.OneOf("north", "North", "south").Null(0.5)
        from attribution in Attribution
        select new Lead
        {
            FirstName = first,
            LastName = last,
            Email = email,
            PhoneNumber = phone,
            ExternalId = external,
            CreatedAt = created,
            UpdatedAt = created,
            ConvertedAt = converted,
            LastSyncedAt = synced,
            DeletedAt = deleted,
            LeadStatusId = status,
            LeadReferenceSourceId = source,
            AssignedUserId = user,
            CountryId = country,
            ExternalBranchId = branch,
            MarketingAttribution = attribution,
        };

    /// <summary>One value.</summary>
    public T One<T>(Gen<T> gen) => gen.Generate(random, null, out _);

    /// <summary>A number of new leads, from none; no two of all that are drawn have one external id, which only one live lead may have.</summary>
    public Lead[] Leads(int most)
    {
        var leads = One(lead.Array[0, most]);
        foreach (var drawn in leads.Where(drawn => drawn.ExternalId is { } external && !externalIds.Add(external)))
        {
            drawn.ExternalId = null;
        }

        return leads;
    }

    /// <summary>Some of the values.</summary>
    public List<T> Some<T>(IEnumerable<T> values, double share) => [.. values.Where(_ => One(Gen.Double.Unit) < share)];

    /// <summary>What a client may ask, in random order, some of it empty or said twice; searches are cut out of what the leads hold.</summary>
    public IReadOnlyList<(string Name, string Value)> Query(IReadOnlyList<Lead> leads)
    {
        var parameters = new[]
        {
            Parameter("sort_by", 0.7, Gen.OneOf("created_at", "last_name", "first_name", "converted_at", "last_synced_at")),
            Parameter("sort_order", 0.5, Gen.OneOf("asc", "desc")),
            Parameter("per_page", 0.7, Gen.Int[1, 9].Select(Text)),
            Parameter("per_page", 0.1, Gen.Int[10, 100].Select(Text)),
            Parameter("trashed", 0.3, Boolean),
            Parameter("page", 0.6, Gen.Frequency((8, Gen.Int[1, 20].Select(Text)), (1, Gen.OneOf("0", "-1", "1000000", "9223372036854775807", "two")))),
        };
        return [.. One(Gen.Shuffle(parameters.Concat(Filtering(leads, share: One(Gen.OneOf(0, 0.3, 1)))).ToArray())).SelectMany(One)];
    }

    /// <summary>An order, and which trash.</summary>
    public IReadOnlyList<(string Name, string Value)> Filters(IReadOnlyList<Lead> leads) =>
    [
        .. One(Parameter("sort_by", 0.8, Gen.OneOf("created_at", "last_name", "first_name", "converted_at", "last_synced_at"))),
        .. One(Parameter("sort_order", 0.5, Gen.OneOf("asc", "desc"))),
        .. One(Parameter("trashed", 0.2, Boolean)),
        .. One(Parameter("search", 0.2, SearchIn(leads))),
    ];

    /// <summary>A tree of conditions.</summary>
    public JsonObject Tree(IReadOnlyList<Lead> leads, int depth = 3)
    {
        if (depth > 0 && One(Gen.Double.Unit) < 0.6)
        {
            var items = Enumerable.Range(0, One(Gen.Int[1, 3])).Select(_ => (JsonNode)Tree(leads, depth - 1));
            return new JsonObject { [One(Gen.OneOf("and", "or"))] = new JsonArray([.. items]) };
        }

        var leaf = new JsonObject();
        foreach (var (name, value) in Filtering(leads, share: 0.7).SelectMany(One).Where(pair => pair.Value.Length > 0))
        {
            leaf[name] = value.Contains(',', StringComparison.Ordinal) ? new JsonArray([.. value.Split(',').Where(item => item.Trim().Length > 0).Select(item => (JsonNode)item)])
                : bool.TryParse(value, out var boolean) ? boolean
                : value;
        }

        return leaf;
    }

    private static Gen<string> Boolean { get; } = Gen.OneOf("1", "0", "true", "false", "TRUE", "False");

    private static Gen<string> SearchIn(IReadOnlyList<Lead> leads) => Search(Gen.OneOf(leads
        .SelectMany(lead => new[] { lead.FirstName, lead.LastName, lead.Email, lead.PhoneNumber, lead.PhoneKey, lead.ExternalId })
        .Where(text => !string.IsNullOrEmpty(text))
        .DefaultIfEmpty("Ada")
        .ToArray()));

    // What the list may be filtered by; much is cut out of what the leads hold, so that something is found.
    private Gen<(string Name, string Value)[]>[] Filtering(IReadOnlyList<Lead> leads, double share)
    {
        var time = Time.Select(time => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
        var moment = Gen.Frequency((3, time), (1, time.Select(text => text[..10])));
        return
        [
            Parameter("lead_status_id", share, SomeOf(OrNone(Id(statuses)))),
            Parameter("lead_reference_source_id", share, SomeOf(OrNone(Id(sources)))),
            Parameter("converted", share, Boolean),
            Parameter("search", share * 2, SearchIn(leads)),
            Parameter("assigned_user_id", share / 2, SomeOf(OrNone(Id(users)))),
            Parameter("is_terminal", share / 3, Boolean),
            Parameter("country_id", share / 3, SomeOf(OrNone(Gen.OneOf("792", "276", "840")))),
            Parameter("external_id", share / 4, SomeOf(Held(leads, lead => lead.ExternalId))),
            Parameter("external_branch_id", share / 4, SomeOf(Gen.OneOf("north", "South", "south"))),
            Parameter("email", share / 4, SomeOf(Held(leads, lead => lead.Email).Select(email => email.ToUpperInvariant()))),
            Parameter("phone_number", share / 4, SomeOf(Held(leads, lead => lead.PhoneNumber))),
            Parameter("has_email", share / 3, Boolean),
            Parameter("has_phone", share / 3, Boolean),
            Parameter("created_from", share / 3, moment),
            Parameter("created_to", share / 3, moment),
            Parameter("updated_since", share / 4, moment),
            Parameter("converted_from", share / 4, moment),
            Parameter("converted_to", share / 4, moment),
            Parameter("not_lead_status_id", share / 3, SomeOf(OrNone(Id(statuses)))),
            Parameter("not_lead_reference_source_id", share / 3, SomeOf(OrNone(Id(sources)))),
            Parameter("not_assigned_user_id", share / 3, SomeOf(OrNone(Id(users)))),
            Parameter("not_country_id", share / 3, SomeOf(OrNone(Gen.OneOf("792", "276", "840")))),
            Parameter("first_campaign", share / 3, SomeOf(OrNone(Held(leads, lead => LeadListLaw.Campaign(lead, isFirst: true))))),
            Parameter("last_campaign", share / 3, SomeOf(OrNone(Held(leads, lead => LeadListLaw.Campaign(lead, isFirst: false))))),
        ];
    }

    private static Gen<string> OrNone(Gen<string> id) => Gen.Frequency((3, id), (1, Gen.Const("none")));

    private static Gen<string> SomeOf(Gen<string> one) => Gen.Frequency((4, one.Array[1]), (1, one.Array[2, 3])).Select(values => string.Join(',', values));

    private static Gen<string> Held(IReadOnlyList<Lead> leads, Func<Lead, string?> field) => Gen.OneOf(leads
        .Select(field).OfType<string>().Select(text => text.Trim())
        .Where(text => text.Length > 0 && !text.Contains(',', StringComparison.Ordinal))
        .DefaultIfEmpty("Ada").ToArray());

    private static Gen<(string Name, string Value)[]> Parameter(string name, double share, Gen<string> value)
    {
        var said = Gen.Frequency((12, value), (1, Gen.Const(""))).Select(text => (name, text));
        return from isPresent in Gen.Double.Unit
               from values in said.Array[1]
               from repeated in said.Array[2]
               from isRepeated in Gen.Frequency((9, false), (1, true))
               select isPresent > share ? [] : isRepeated ? repeated : values;
    }

    private static Gen<string> Id(long[] known) => Gen.Frequency((8, Gen.OneOf(known)), (1, Gen.OneOf(0, NoRow))).Select(id => id.ToString(CultureInfo.InvariantCulture));

    private static Gen<string> Search(Gen<string?> text)
    {
        var piece =
            from whole in text
            let letters = (whole ?? "").EnumerateRunes().ToArray()
            from start in Gen.Int[0, letters.Length - 1]
            from length in Gen.Frequency((2, Gen.Int[1, 2]), (3, Gen.Int[3, 5]), (1, Gen.Int[6, 40]))
            select string.Concat(letters.Skip(start).Take(length));
        var term = Gen.Frequency(
            (4, piece),
            (1, piece.Select(cut => cut.ToUpperInvariant())),
            (1, piece.Select(cut => cut.ToLowerInvariant())),
            (1, piece.Select(WithoutMarks)),
            (1, piece.Select(cut => cut.Normalize(NormalizationForm.FormD))),
            (2, Gen.Select(Gen.OneOf("", "0", "00", "+", "(0", "0-"), piece, (prefix, cut) => prefix + string.Concat(cut.Where(char.IsDigit)))),
            (1, piece.Select(cut => string.Join('-', cut.EnumerateRunes()))),
            (1, Scrap));
        return from terms in Gen.Frequency((6, term.Array[1]), (3, term.Array[2]), (1, term.Array[3]))
               from blank in Gen.OneOf(" ", "  ", "\t", "\u3000")
               select string.Concat(string.Join(blank, terms).EnumerateRunes().Take(LongestSearch));
    }

    private static string WithoutMarks(string text) => string.Concat(
        text.Normalize(NormalizationForm.FormD).Where(letter => char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
