namespace Leadline.Web.Reports;

/// <summary>A report as it is seen: the main numbers, a chart, and tables.</summary>
public sealed record ReportView
{
    /// <summary>How many leads came in.</summary>
    public required long Leads { get; init; }

    /// <summary>The main numbers.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>The chart of a series; null for none.</summary>
    public Series? Series { get; init; }

    /// <summary>The chart of bars; null for none.</summary>
    public Bars? Bars { get; init; }

    /// <summary>How the numbers are to be read; null where they speak for themselves.</summary>
    public string? Note { get; init; }

    /// <summary>The tables; the first has the numbers of the chart.</summary>
    public required IReadOnlyList<NumberTable> Tables { get; init; }

    /// <summary>Whether there is nothing to be seen.</summary>
    public required bool IsEmpty { get; init; }
}

/// <summary>A main number.</summary>
/// <param name="Name">What it counts.</param>
/// <param name="Value">The number.</param>
/// <param name="Before">The same of the period it is compared with; null for none.</param>
public sealed record Figure(string Name, Cell Value, Cell? Before = null);

/// <summary>A table of numbers.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="File">What its file is called, without an extension.</param>
/// <param name="Columns">The columns; the first names the row.</param>
/// <param name="Rows">The rows, with a cell of each column.</param>
/// <param name="Total">The row of totals; null for none.</param>
public sealed record NumberTable(string Name, string File, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows, IReadOnlyList<Cell>? Total = null)
{
    /// <summary>The chart of its numbers that stands above it; null where it has none of its own.</summary>
    public Bars? Chart { get; init; }
}

/// <summary>A column of a table.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="IsText">Whether it holds texts, not numbers.</param>
/// <param name="Unit">The unit of its numbers in a file; null for none.</param>
public sealed record Column(string Name, bool IsText = false, string? Unit = null);

/// <summary>A value.</summary>
/// <param name="Text">As it is read.</param>
/// <param name="Raw">As it stands in a file: numbers as invariant decimals, rates from 0 to 1, durations in seconds.</param>
/// <param name="Href">The list of the leads that it counts; null for none.</param>
public sealed record Cell(string Text, string Raw, string? Href = null)
{
    /// <summary>What that list is, where it is not what the value counts.</summary>
    public string? Title { get; init; }

    /// <summary>Nothing, or nothing that is known.</summary>
    public static Cell None { get; } = new("–", "");

    /// <summary>A text.</summary>
    public static Cell Of(string text) => new(text, text);
}

/// <summary>A chart of a series.</summary>
/// <param name="Alternative">What it shows, in words.</param>
/// <param name="Slots">The parts of the time, in order.</param>
/// <param name="Names">What columns, line and dashed line are.</param>
public sealed record Series(string Alternative, IReadOnlyList<Slot> Slots, (string Columns, string Line, string? Dashed) Names);

/// <summary>A part of the time.</summary>
/// <param name="Label">Its name at the axis.</param>
/// <param name="Title">What is known of it.</param>
/// <param name="Column">The height of the column; null for none.</param>
/// <param name="Line">The height of the line; null for none.</param>
/// <param name="Dashed">The height of the dashed line; null for none.</param>
/// <param name="Href">The list of the leads of the column; null for none.</param>
public sealed record Slot(string Label, string Title, long? Column, long? Line, long? Dashed, string? Href);

/// <summary>A chart of bars.</summary>
/// <param name="Alternative">What it shows, in words.</param>
/// <param name="Scale">The scale of the values.</param>
/// <param name="Rows">The bars.</param>
/// <param name="Names">What bars, the parts within them and the dashed ones are; null for what there is not.</param>
public sealed record Bars(string Alternative, Scale Scale, IReadOnlyList<Bar> Rows, (string Bar, string? Part, string? Before) Names);

/// <summary>A bar.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Text">Its value as it is read.</param>
/// <param name="Value">Its length; null where nobody knows.</param>
/// <param name="Part">The length of a part of it; null for none.</param>
/// <param name="Before">The length of what it is compared with; null for none.</param>
/// <param name="Href">The list of the leads that it counts; null for none.</param>
public sealed record Bar(string Name, string Text, double? Value, double? Part, double? Before, string? Href)
{
    /// <summary>What that list is, where it is not what the bar counts.</summary>
    public string? Title { get; init; }
}
