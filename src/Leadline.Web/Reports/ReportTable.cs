using System.Text;

namespace Leadline.Web.Reports;

/// <summary>The numbers of a report: what its chart draws, its table lists, and its file holds.</summary>
/// <param name="Heads">What the columns are called; the first one names the rows.</param>
/// <param name="Rows">The rows.</param>
public sealed record ReportTable(IReadOnlyList<string> Heads, IReadOnlyList<ReportRow> Rows)
{
    /// <summary>What is drawn of each row, by its place among the numbers of the row.</summary>
    public int Drawn { get; init; }

    /// <summary>What is drawn is compared with, by its place; null for nothing.</summary>
    public int? Compared { get; init; }

    /// <summary>Whether the rows follow one another in time, and so stand side by side.</summary>
    public bool IsSeries { get; init; }

    /// <summary>
    /// The table as a file of comma-separated values (RFC 4180), for spreadsheets: a text that one of them would take for a formula begins with an apostrophe
    /// (OWASP, CSV injection).
    /// </summary>
    public string ToCsv()
    {
        var file = new StringBuilder("\uFEFF");
        file.AppendJoin(',', Heads.Select(Quoted)).Append("\r\n");
        foreach (var row in Rows)
        {
            file.AppendJoin(',', row.Cells.Select(cell => cell.Plain).Prepend(row.Name).Select(Quoted)).Append("\r\n");
        }

        return file.ToString();
    }

    private static string Quoted(string text)
    {
        var safe = text is ['=' or '+' or '@' or '\t' or '\r', ..] || (text is ['-', ..] && !double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _)) ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

/// <summary>A row of a report.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Cells">Its numbers.</param>
/// <param name="Address">The list of the leads that it counts; null where the list has no such filter.</param>
public sealed record ReportRow(string Name, IReadOnlyList<ReportCell> Cells, string? Address);

/// <summary>A number of a report.</summary>
/// <param name="Value">The number itself; null where there is none.</param>
/// <param name="Text">As people read it.</param>
/// <param name="Plain">As programs read it.</param>
public sealed record ReportCell(double? Value, string Text, string Plain);
