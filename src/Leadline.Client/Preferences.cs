namespace Leadline.Client;

/// <summary>How the page shows itself to a person in a tenant.</summary>
public sealed record Preferences
{
    /// <summary><c>light</c>, <c>dark</c>, or <c>system</c> for what the device has.</summary>
    public string Theme { get; init; } = "";

    /// <summary>The language: <c>en</c> or <c>tr</c>; null for the browser's.</summary>
    public string? Language { get; init; }

    /// <summary>How much stands on a screen: <c>comfortable</c> or <c>compact</c>.</summary>
    public string Density { get; init; } = "";

    /// <summary>How lists go on: by <c>pages</c>, or <c>endless</c>.</summary>
    public string ListMode { get; init; } = "";

    /// <summary>Records per page of a list, 1 to 100.</summary>
    public int PerPage { get; init; }

    /// <summary>Whether single keys are shortcuts.</summary>
    public bool SingleKeyShortcuts { get; init; }

    /// <summary>The IANA name of the time zone in which times are shown; null for the device's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>By list (see <see cref="ViewedLists"/>), the saved view with which it opens; those that the person does not see by now are left out.</summary>
    public IReadOnlyDictionary<string, long> DefaultViewId { get; init; } = new Dictionary<string, long>();

    /// <summary>By list, the saved views that are kept at hand, in order; those that the person does not see by now are left out.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> PinnedViewIds { get; init; } = new Dictionary<string, IReadOnlyList<long>>();

    /// <summary>By list, the columns it shows, in order; a list that is not named shows its usual ones.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ShownColumn>> Columns { get; init; } = new Dictionary<string, IReadOnlyList<ShownColumn>>();
}

/// <summary>A column of a list.</summary>
/// <param name="Field">The field it shows. At most 100 characters.</param>
/// <param name="WidthPx">Its width in CSS pixels, 16 to 2,000; null for the usual one.</param>
public sealed record ShownColumn(string Field, int? WidthPx = null);

/// <summary>What to change of preferences; what is not set stays as it is, and null gives back what is usual. What is told by list changes list by list.</summary>
public sealed record PreferencesChange
{
    /// <summary><c>light</c>, <c>dark</c>, or <c>system</c> for what the device has.</summary>
    public Optional<string?> Theme { get; init; }

    /// <summary>The language: <c>en</c> or <c>tr</c>; null for the browser's.</summary>
    public Optional<string?> Language { get; init; }

    /// <summary>How much stands on a screen: <c>comfortable</c> or <c>compact</c>.</summary>
    public Optional<string?> Density { get; init; }

    /// <summary>How lists go on: by <c>pages</c>, or <c>endless</c>.</summary>
    public Optional<string?> ListMode { get; init; }

    /// <summary>Records per page of a list, 1 to 100.</summary>
    public Optional<int?> PerPage { get; init; }

    /// <summary>Whether single keys are shortcuts.</summary>
    public Optional<bool?> SingleKeyShortcuts { get; init; }

    /// <summary>The IANA name of the time zone in which times are shown; null for the device's.</summary>
    public Optional<string?> TimeZone { get; init; }

    /// <summary>By list (see <see cref="ViewedLists"/>), the saved view with which it opens; null for none.</summary>
    public Optional<Dictionary<string, long?>?> DefaultViewId { get; init; }

    /// <summary>By list, at most 50 saved views to be kept at hand, in order; null for none.</summary>
    public Optional<Dictionary<string, long[]?>?> PinnedViewIds { get; init; }

    /// <summary>By list, the columns it shows, at most 50, in order; null for its usual ones.</summary>
    public Optional<Dictionary<string, ShownColumn[]?>?> Columns { get; init; }
}
