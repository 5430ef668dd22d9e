using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Preferences;

/// <summary>How the page shows itself to a member in a tenant.</summary>
public sealed record PreferencesResource
{
    /// <summary><c>light</c>, <c>dark</c>, or <c>system</c> for what the device has.</summary>
    public string Theme { get; set; } = PreferencesFields.Usual.Theme;

    /// <summary>The language: <c>en</c> or <c>tr</c>; null for the browser's.</summary>
    public string? Language { get; set; }

    /// <summary>How much stands on a screen: <c>comfortable</c> or <c>compact</c>.</summary>
    public string Density { get; set; } = PreferencesFields.Usual.Density;

    /// <summary>How lists go on: by <c>pages</c>, or <c>endless</c>.</summary>
    public string ListMode { get; set; } = PreferencesFields.Usual.ListMode;

    /// <summary>Records per page of a list, 1 to 100.</summary>
    public int PerPage { get; set; } = PreferencesFields.Usual.PerPage;

    /// <summary>Whether single keys are shortcuts (WCAG 2.2, 2.1.4).</summary>
    public bool SingleKeyShortcuts { get; set; } = true;

    /// <summary>The IANA name of the time zone in which times are shown; null for the device's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>By list, the saved view with which it opens; those that the member does not see by now are left out.</summary>
    public Dictionary<string, long> DefaultViewId { get; set; } = [];

    /// <summary>By list, the saved views that are kept at hand, in order; those that the member does not see by now are left out.</summary>
    public Dictionary<string, IReadOnlyList<long>> PinnedViewIds { get; set; } = [];

    /// <summary>By list, the columns it shows, in order; a list that is not named shows its usual ones.</summary>
    public Dictionary<string, IReadOnlyList<ShownColumn>> Columns { get; set; } = [];
}

/// <summary>A column of a list.</summary>
/// <param name="Field">The field it shows.</param>
/// <param name="WidthPx">Its width in CSS pixels; null for the usual one.</param>
public sealed record ShownColumn(string Field, int? WidthPx);

/// <summary>Generated JSON contracts of the preferences' wire types.</summary>
[JsonSerializable(typeof(Record<PreferencesResource>))]
internal sealed partial class PreferencesJson : JsonSerializerContext;

/// <summary>The generated JSON contract of what is stored.</summary>
[JsonSerializable(typeof(PreferencesResource))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ChosenJson : JsonSerializerContext;
