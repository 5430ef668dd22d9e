using System.Text;
using System.Text.RegularExpressions;

namespace Leadline.Web.Reports;

/// <summary>A table as a file of comma-separated values, as RFC 4180 describes it, with the mark by which spreadsheets know UTF-8.</summary>
public static partial class Csv
{
    private const char Mark = '\uFEFF';

    [GeneratedRegex(@"^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])")]
    private static partial Regex Formula { get; }

    /// <summary>Writes a table; rates from 0 to 1, durations in seconds, numbers with a point.</summary>
    public static string Of(NumberTable table)
    {
        var text = new StringBuilder().Append(Mark);
        AddLine(table.Columns.Select(column => TextOf(column.Unit is null ? column.Name : $"{column.Name} ({column.Unit})")));
        foreach (var row in table.Total is null ? table.Rows : [.. table.Rows, table.Total])
        {
            AddLine(row.Select((cell, place) => table.Columns[place].IsText ? TextOf(cell.Raw) : Quoted(cell.Raw)));
        }

        return text.ToString();

        void AddLine(IEnumerable<string> values) => text.AppendJoin(',', values).Append("\r\n");
    }

    /// <summary>
    /// A text that a spreadsheet takes for no formula: an apostrophe stands before what would begin one, also behind what another country's
    /// spreadsheet takes for the end of a field.
    /// </summary>
    public static string TextOf(string text) => Quoted(Formula.Replace(text, "'"));

    /// <summary>A value, in quotes where it needs them.</summary>
    public static string Quoted(string value) =>
        value.AsSpan().IndexOfAny("\",;\r\n") >= 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
