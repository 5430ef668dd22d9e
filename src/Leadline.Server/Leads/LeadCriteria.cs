using System.Text.Json;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>Which leads are wanted: all of what is asked must hold.</summary>
/// <param name="Filter">What the kept counts tell apart.</param>
/// <param name="IsTerminal">True for leads whose status ends the work only, false for the others only; becomes part of the filter once the statuses are known.</param>
/// <param name="Search">Words that must occur.</param>
/// <param name="Where">All else.</param>
public sealed record LeadCriteria(LeadFilter Filter, bool? IsTerminal, LeadSearch? Search, LeadCondition? Where)
{
    private const int MostValues = 100;

    // A deleted tag is on no lead, as its leads show.
    private const string TaggedSql = """
        id IN (
            SELECT link.lead_id FROM lead_tags link JOIN tags tag ON tag.tenant_id = link.tenant_id AND tag.id = link.tag_id
            WHERE link.tenant_id = @tenant AND link.tag_id IN (SELECT value FROM json_each(?)) AND tag.deleted_at IS NULL)
        """;

    private const string FollowUpsSql =
        "SELECT task.lead_id FROM tasks task WHERE task.tenant_id = @tenant AND task.completed_at IS NULL AND task.deleted_at IS NULL AND task.due_at";

    private const string EarlierSql = $"{FollowUpsSql} < ? AND task.lead_id = leads.id";

    private static readonly QueryParameter Status = new("lead_status_id", "integer", "Only leads of this status, or of these, with commas; none for leads without one.") { MaxLength = 2000 };
    private static readonly QueryParameter Source = new("lead_reference_source_id", "integer", "Only leads of this reference source, or of these, with commas; none for leads without one.") { MaxLength = 2000 };
    private static readonly QueryParameter Converted = new("converted", "boolean", "True for converted leads only, false for the others only.");
    private static readonly QueryParameter SearchText = new(
        "search", "string", "Words that must all occur, as parts of names, e-mail, phone or external id, whatever the case, accents or phone format.")
    { MaxLength = 255 };
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True for deleted leads only; absent or false, living ones only.");
    private static readonly QueryParameter Assignee = List("assigned_user_id", "Only leads of these members: their numbers, me for the caller, none for leads of nobody.");
    private static readonly QueryParameter Terminal = new("is_terminal", "boolean", "True for leads whose status ends the work only, false for the others only.");
    private static readonly QueryParameter Country = List("country_id", "Only leads of these countries (ISO 3166-1 numeric codes), none for leads without one.");
    private static readonly QueryParameter ImportSource = List("import_source_id", "Only leads from these import sources.");
    private static readonly QueryParameter ExternalId = List("external_id", "Only leads with these external ids, letter by letter.");
    private static readonly QueryParameter ExternalBranch = List("external_branch_id", "Only leads of these branches, letter by letter.");
    private static readonly QueryParameter Tag = List("tag_id", "Only leads with one of these tags.");
    private static readonly QueryParameter Customer = List("customer_id", "Only leads that became these customers.");
    private static readonly QueryParameter Email = List("email", "Only leads with one of these addresses, whatever the case.");
    private static readonly QueryParameter Phone = List("phone_number", "Only leads with one of these phone numbers, in any format.");
    private static readonly QueryParameter HasEmail = new("has_email", "boolean", "True for leads with an e-mail address only, false for the others only.");
    private static readonly QueryParameter HasPhone = new("has_phone", "boolean", "True for leads with a phone number only, false for the others only.");
    private static readonly QueryParameter CreatedFrom = Time("created_from", "Only leads that came in at this time or later.");
    private static readonly QueryParameter CreatedTo = Time("created_to", "Only leads that came in at this time or before; a date is meant to its end.");
    private static readonly QueryParameter UpdatedSince = Time("updated_since", "Only leads changed at this time or later.");
    private static readonly QueryParameter ConvertedFrom = Time("converted_from", "Only leads converted at this time or later.");
    private static readonly QueryParameter ConvertedTo = Time("converted_to", "Only leads converted at this time or before; a date is meant to its end.");

    private static readonly QueryParameter NotStatus = List("not_lead_status_id", "Only leads of none of these statuses; none for leads without one.");
    private static readonly QueryParameter NotSource = List("not_lead_reference_source_id", "Only leads of none of these reference sources; none for leads without one.");
    private static readonly QueryParameter NotAssignee = List("not_assigned_user_id", "Only leads of none of these members: their numbers, me for the caller, none for leads of nobody.");
    private static readonly QueryParameter NotCountry = List("not_country_id", "Only leads of none of these countries (ISO 3166-1 numeric codes); none for leads without one.");
    private static readonly QueryParameter NotTag = List("not_tag_id", "Only leads with none of these tags.");
    private static readonly QueryParameter FirstCampaign = List("first_campaign", "Only leads whose first marketing touch names one of these campaigns, letter by letter; none for leads whose first names none.");
    private static readonly QueryParameter LastCampaign = List("last_campaign", "Only leads whose last marketing touch names one of these campaigns, letter by letter; none for leads whose last names none.");

    private static readonly QueryParameter HasFollowUp = new("has_follow_up", "boolean", "True for leads with an open task that has a due time only, false for the others only.");
    private static readonly QueryParameter FollowUpFrom = Time("follow_up_from", "Only leads whose next open task is due at this time or later.");
    private static readonly QueryParameter FollowUpTo = Time("follow_up_to", "Only leads whose next open task is due at this time or before; a date is meant to its end.");

    /// <summary>The parameters of the published page, in its order.</summary>
    public static IReadOnlyList<QueryParameter> Published { get; } = [Status, Source, Converted];

    /// <summary>What comes beside them.</summary>
    public static IReadOnlyList<QueryParameter> More { get; } =
    [
        Assignee, Terminal, Country, ImportSource, ExternalId, ExternalBranch, Tag, Customer, Email, Phone, HasEmail, HasPhone,
        CreatedFrom, CreatedTo, UpdatedSince, ConvertedFrom, ConvertedTo,
        HasFollowUp, FollowUpFrom, FollowUpTo,
        NotStatus, NotSource, NotAssignee, NotCountry, NotTag, FirstCampaign, LastCampaign,
    ];

    /// <summary>All parameters that say which leads are wanted.</summary>
    public static IReadOnlyList<QueryParameter> Parameters => [.. Published, Words, InTrash, .. More];

    /// <summary>The words to search for.</summary>
    public static QueryParameter Words => SearchText;

    /// <summary>Which trash.</summary>
    public static QueryParameter InTrash => Trashed;

    /// <summary>Every lead, or every deleted one, that holds the words.</summary>
    public static LeadCriteria OfAll(QueryParameters query) => new(new LeadFilter(query.Boolean(Trashed) ?? false), null, LeadSearch.Parse(query.Text(SearchText)), null);

    /// <summary>Reads what is asked; what is wrong is told by the query.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="me">Whom <c>me</c> means; null where the caller is no person.</param>
    public static LeadCriteria Read(QueryParameters query, long? me)
    {
        var filter = new LeadFilter(query.Boolean(Trashed) ?? false)
        {
            Statuses = Records(Status, NotStatus),
            Sources = Records(Source, NotSource),
            Assignees = IdSet.Both(IdSet.OfMembers(query, Assignee, MostValues, me), IdSet.OfMembers(query, NotAssignee, MostValues, me)?.Others),
            IsConverted = query.Boolean(Converted),
        };

        // What leads to the fewest leads stands first: its index is walked.
        LeadCondition?[] conditions =
        [
            Among("email IS NOT NULL AND email_key", LeadIndexes.ByEmail, query.Texts(Email, MostValues)?.Select(address => Folding.SortKey(address) ?? "")),
            query.Texts(Phone, MostValues) is { } phones
                ? LeadCondition.Of("phone_number IS NOT NULL AND phone_key IN (SELECT atom FROM json_each(?))", LeadIndexes.ByPhone, new TypedPhone([.. phones]))
                : null,
            Among("external_id", LeadIndexes.ByExternalId, query.Texts(ExternalId, MostValues)),
            Among("customer_id IS NOT NULL AND customer_id", LeadIndexes.ByCustomer, query.Integers(Customer, MostValues)),
            query.Integers(Tag, MostValues) is { } tags
                ? LeadCondition.Of(TaggedSql, LeadIndexes.ByNumber, IdList.Of(tags))
                : null,
            FollowUp(query.Time(FollowUpFrom), query.Time(FollowUpTo, isEnd: true)),
            HasFollowUps(query.Boolean(HasFollowUp)),
            Between("updated_at", LeadIndexes.ByUpdatedAt, query.Time(UpdatedSince), null),
            Between("converted_at", LeadIndexes.ByConvertedAt, query.Time(ConvertedFrom), query.Time(ConvertedTo, isEnd: true)),
            Between("created_at", LeadIndexes.ByCreatedAt, query.Time(CreatedFrom), query.Time(CreatedTo, isEnd: true)),
            Among("country_id", Records(Country, NotCountry)),
            Among("import_source_id", null, query.Integers(ImportSource, MostValues)),
            Among("external_branch_id", null, query.Texts(ExternalBranch, MostValues)),
            Has("email", query.Boolean(HasEmail)),
            Has("phone_number", query.Boolean(HasPhone)),
            OfCampaigns(isFirst: true, query.Texts(FirstCampaign, MostValues)),
            OfCampaigns(isFirst: false, query.Texts(LastCampaign, MostValues)),
        ];
        var all = conditions.OfType<LeadCondition>().ToList();
        if (query.Integers(NotTag, MostValues) is { } others)
        {
            // Alone it needs no look at the rows.
            all.Add(LeadCondition.Of($"NOT ({TaggedSql})", all.Count == 0 ? LeadIndexes.ByCreatedAt : null, IdList.Of(others)));
        }

        return new LeadCriteria(filter, query.Boolean(Terminal), LeadSearch.Parse(query.Text(SearchText)), LeadCondition.All(all));

        IdSet? Records(QueryParameter wanted, QueryParameter unwanted) => IdSet.Both(IdSet.OfRecords(query, wanted, MostValues), IdSet.OfRecords(query, unwanted, MostValues)?.Others);
    }

    /// <summary>SQL for the campaign of a lead's first or last marketing touch; null where it names none.</summary>
    public static string CampaignSql(bool isFirst) => $"CASE WHEN marketing_attribution IS NOT NULL THEN campaign_of(marketing_attribution, {(isFirst ? "TRUE" : "FALSE")}) END";

    /// <summary>These leads, if they are also those of others; the trash is that of these.</summary>
    public LeadCriteria And(LeadCriteria others) =>
        others with { Filter = others.Filter with { IsTrashed = Filter.IsTrashed }, Search = LeadSearch.Both(Search, others.Search) };

    /// <summary>All that is asked but for the trash, as one condition; null when nothing is.</summary>
    public LeadCondition? AsCondition()
    {
        LeadCondition?[] conditions =
        [
            BesideFilter(),
            Among("lead_status_id", Filter.Statuses),
            Among("lead_reference_source_id", Filter.Sources),
            Among("assigned_user_id", Filter.Assignees),
            Filter.IsConverted is { } converted ? LeadCondition.Of("+is_converted = ?", null, converted) : null,
            IsTerminal is { } terminal
                ? LeadCondition.Of("coalesce((SELECT is_terminal FROM lead_statuses status WHERE status.tenant_id = leads.tenant_id AND status.id = leads.lead_status_id), FALSE) = ?", null, terminal)
                : null,
        ];
        return LeadCondition.All([.. conditions.OfType<LeadCondition>()]);
    }

    /// <summary>All that is asked beside the filter and whether a status ends the work, as one condition; null when nothing is.</summary>
    public LeadCondition? BesideFilter() => LeadCondition.All(
    [
        .. Where is { } where ? [where] : Array.Empty<LeadCondition>(),
        .. (Search?.Terms ?? []).Select(term => LeadCondition.Of(
            "instr(search_key, ?) > 0 OR instr(phone_key, ?) > 0", null, term.Text, (object?)term.Digits ?? DBNull.Value)),
    ]);

    private static QueryParameter List(string name, string description) => new(name, "string", description) { MaxLength = 4000 };

    private static QueryParameter Time(string name, string description) => new(name, "string", $"{description} ISO 8601; a time without an offset is UTC.") { MaxLength = 40, Format = "date-time" };

    // The next follow-up of a lead is its open task that is due first.
    private static LeadCondition? FollowUp(DateTime? from, DateTime? to) => (from, to) switch
    {
        (null, null) => null,
        (null, { } most) => LeadCondition.Of($"id IN ({FollowUpsSql} <= ?)", LeadIndexes.ByNumber, Timestamp.ToMicroseconds(most)),
        ({ } least, null) => LeadCondition.Of(
            $"id IN ({FollowUpsSql} >= ?) AND NOT EXISTS ({EarlierSql})", LeadIndexes.ByNumber, Timestamp.ToMicroseconds(least), Timestamp.ToMicroseconds(least)),
        ({ } least, { } most) => LeadCondition.Of(
            $"id IN ({FollowUpsSql} BETWEEN ? AND ?) AND NOT EXISTS ({EarlierSql})", LeadIndexes.ByNumber,
            Timestamp.ToMicroseconds(least), Timestamp.ToMicroseconds(most), Timestamp.ToMicroseconds(least)),
    };

    private static LeadCondition? HasFollowUps(bool? wanted) => wanted switch
    {
        null => null,
        true => LeadCondition.Of($"id IN ({FollowUpsSql} IS NOT NULL)", LeadIndexes.ByNumber),
        false => LeadCondition.Of($"NOT EXISTS ({FollowUpsSql} IS NOT NULL AND task.lead_id = leads.id)", null),
    };

    private static LeadCondition? Among<T>(string column, string? index, IEnumerable<T>? values) => values is null ? null
        : LeadCondition.Of($"{column} IN (SELECT {(typeof(T) == typeof(string) ? "atom" : "value")} FROM json_each(?))", index, JsonSerializer.Serialize(values));

    private static LeadCondition? Among(string column, IdSet? ids) => ids is null ? null
        : LeadCondition.Of($"(coalesce({column}, {IdSet.None}) IN (SELECT value FROM json_each(?))) IS {(ids.IsExcluding ? "NOT " : "")}TRUE", null, IdList.Of(ids.Ids));

    private static LeadCondition? OfCampaigns(bool isFirst, IReadOnlyList<string>? campaigns) => campaigns?.Contains("none") == true
        ? Among($"coalesce({CampaignSql(isFirst)}, '')", null, campaigns.Select(campaign => campaign == "none" ? "" : campaign))
        : Among(CampaignSql(isFirst), null, campaigns);

    // In the words of the indexes, so that the planner knows them to be enough.
    private static LeadCondition? Has(string column, bool? wanted) => wanted is { } has ? LeadCondition.Of($"{column} IS {(has ? "NOT " : "")}NULL", null) : null;

    private static LeadCondition? Between(string column, string index, DateTime? from, DateTime? to) => (from, to) switch
    {
        (null, null) => null,
        ({ } least, null) => LeadCondition.Of($"{column} >= ?", index, Timestamp.ToMicroseconds(least)),
        (null, { } most) => LeadCondition.Of($"{column} <= ?", index, Timestamp.ToMicroseconds(most)),
        ({ } least, { } most) => LeadCondition.Of($"{column} BETWEEN ? AND ?", index, Timestamp.ToMicroseconds(least), Timestamp.ToMicroseconds(most)),
    };
}
