using System.Collections.Immutable;
using Leadline.Client;

namespace Leadline.Web.Leads;

/// <summary>How the list looks to a person: which columns, how wide, how dense, and how far it goes.</summary>
public sealed record ListLook
{
    /// <summary>The numbers of rows that a page may have.</summary>
    public static readonly IReadOnlyList<int> PageSizes = [15, 25, 50, 100];

    /// <summary>What is seen by who has chosen nothing.</summary>
    public static ListLook Usual { get; } = new();

    /// <summary>The columns in their order, each with its width in pixels.</summary>
    public ImmutableList<ChosenColumn> Columns { get; init; } =
        [.. LeadColumn.Usual.Select(LeadColumn.Of).OfType<LeadColumn>().Select(column => new ChosenColumn(column.Name, column.Width))];

    /// <summary><c>comfortable</c> or <c>compact</c>.</summary>
    public string Density { get; init; } = "comfortable";

    /// <summary>Rows of a page.</summary>
    public int PerPage { get; init; } = 50;

    /// <summary>Whether the list goes on where it ends, instead of having pages.</summary>
    public bool IsEndless { get; init; }

    /// <summary>The fields that have to be read for it.</summary>
    public IReadOnlyList<LeadField> Fields =>
        [.. Resolve().SelectMany(column => column.Column.Fields).Concat([LeadField.Id, LeadField.FullName, LeadField.FirstName, LeadField.LastName, LeadField.Version]).Distinct().Order()];

    /// <summary>The columns themselves.</summary>
    public IReadOnlyList<(LeadColumn Column, int Width)> Resolve() =>
        [.. Columns.Select(chosen => (Column: LeadColumn.Of(chosen.Name), chosen.Width)).Where(chosen => chosen.Column is not null).Select(chosen => (chosen.Column ?? LeadColumn.All[0], chosen.Width))];

    /// <summary>The look that a person chose.</summary>
    public static ListLook Of(Preferences preferences) => new ListLook
    {
        Density = preferences.Density,
        PerPage = preferences.PerPage,
        IsEndless = preferences.ListMode == "endless",
    }.WithColumns(preferences.Columns.GetValueOrDefault(ViewedLists.Leads));

    /// <summary>With the columns that were kept; with the usual ones where none of them is known.</summary>
    public ListLook WithColumns(IReadOnlyList<ShownColumn>? columns)
    {
        var known = (columns ?? []).Where(shown => LeadColumn.Of(shown.Field) is not null).DistinctBy(shown => shown.Field)
            .Select(shown => new ChosenColumn(shown.Field, Math.Clamp(shown.WidthPx ?? LeadColumn.Of(shown.Field)?.Width ?? 0, LeadColumn.LeastWidth, LeadColumn.MostWidth)))
            .ToImmutableList();
        return this with { Columns = known.Count > 0 ? known : Usual.Columns };
    }

    /// <summary>The columns as they are kept.</summary>
    public ShownColumn[] ToShown() => [.. Columns.Select(column => new ShownColumn(column.Name, column.Width))];

    /// <summary>The look as it is kept with the person.</summary>
    public PreferencesChange ToPreferences() => new()
    {
        Density = Density,
        PerPage = PerPage,
        ListMode = IsEndless ? "endless" : "pages",
        Columns = new Dictionary<string, ShownColumn[]?> { [ViewedLists.Leads] = ToShown() },
    };

    /// <summary>With another width of a column.</summary>
    public ListLook WithWidth(string name, int width) => this with { Columns = [.. Columns.Select(column => column.Name == name ? column with { Width = width } : column)] };
}

/// <summary>A column that is shown.</summary>
/// <param name="Name">Which.</param>
/// <param name="Width">How wide, in pixels.</param>
public sealed record ChosenColumn(string Name, int Width);
