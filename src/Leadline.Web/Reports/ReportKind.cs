using Leadline.Client;

namespace Leadline.Web.Reports;

/// <summary>A report that the page has.</summary>
/// <param name="Path">Where it is, under <c>reports/</c>.</param>
/// <param name="Name">What it is called, in English.</param>
/// <param name="By">What it tells leads apart by; null for none of these.</param>
public sealed record ReportKind(string Path, string Name, LeadsBy? By = null)
{
    /// <summary>Leads by day, week or month.</summary>
    public static ReportKind OverTime { get; } = new("leads-over-time", "Leads over time");

    /// <summary>How far leads came.</summary>
    public static ReportKind Funnel { get; } = new("funnel", "Funnel");

    /// <summary>Leads by source and campaign.</summary>
    public static ReportKind Attribution { get; } = new("attribution", "Campaigns");

    /// <summary>How soon leads were dealt with.</summary>
    public static ReportKind FirstResponse { get; } = new("first-response", "First response");

    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<ReportKind> All { get; } =
    [
        OverTime,
        new("by/source", "Leads by source", new(ReportGrouping.LeadReferenceSourceId, "lead_reference_source_id", "Source", "(none)")),
        new("by/status", "Leads by status", new(ReportGrouping.LeadStatusId, "lead_status_id", "Status", "(none)")),
        new("by/member", "Leads by owner", new(ReportGrouping.AssignedUserId, "assigned_user_id", "Owner", "nobody")),
        new("by/country", "Leads by country", new(ReportGrouping.CountryId, "country_id", "Country", "(none)")),
        Funnel,
        Attribution,
        FirstResponse,
    ];

    /// <summary>The report at a path under <c>reports/</c>; null where there is none.</summary>
    public static ReportKind? Of(string? path) => string.IsNullOrEmpty(path) ? OverTime : All.FirstOrDefault(kind => kind.Path == path);
}

/// <summary>What leads are told apart by.</summary>
/// <param name="Grouping">As the API has it.</param>
/// <param name="Filter">The filter of the list that shows one kind.</param>
/// <param name="Name">What it is called, in English.</param>
/// <param name="None">What leads without it are called, in English.</param>
public sealed record LeadsBy(ReportGrouping Grouping, string Filter, string Name, string None);
