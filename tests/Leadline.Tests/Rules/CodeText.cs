using System.Text;

namespace Leadline.Tests.Rules;

/// <summary>A text that stands in a C# file, with {0}, {1} and so on in place of what is put into it.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line it begins at.</param>
/// <param name="Text">The text.</param>
/// <param name="Before">What stands before it, from the last end of a statement or part of a list of values.</param>
public sealed record CodeText(string File, int Line, string Text, string Before)
{
    /// <summary>All of a file but those of comments; raw texts are passed over.</summary>
    public static List<CodeText> Of(string file)
    {
        var code = System.IO.File.ReadAllText(file);
        var texts = new List<CodeText>();
        var (at, start) = (0, 0);
        while (at < code.Length)
        {
            if (code.AsSpan(at).StartsWith("//"))
            {
                at = code.IndexOf('\n', at) is >= 0 and var end ? end : code.Length;
                start = at;
            }
            else if (code.AsSpan(at).StartsWith("\"\"\""))
            {
                at = code.IndexOf("\"\"\"", at + 3, StringComparison.Ordinal) + 3;
            }
            else if (code[at] == '\'')
            {
                at += code[at + 1] == '\\' ? code.IndexOf('\'', at + 3) - at + 1 : 3;
            }
            else if (code[at] == '"')
            {
                var (before, line) = (code[start..at], code.AsSpan(0, at).Count('\n') + 1);
                var text = Read(code, ref at, before.EndsWith('$') || before.EndsWith("$@", StringComparison.Ordinal));
                texts.Add(new CodeText(file, line, text, before));
            }
            else
            {
                start = code[at] is ';' or '{' or '}' ? at : start;
                at++;
            }
        }

        return texts;
    }

    private static string Read(string code, ref int at, bool isFilledIn)
    {
        var text = new StringBuilder();
        var places = 0;
        for (at++; code[at] != '"'; at++)
        {
            if (code[at] == '\\')
            {
                at++;
                text.Append(code[at]);
            }
            else if (isFilledIn && code[at] == '{' && code[at + 1] == '{')
            {
                at++;
                text.Append('{');
            }
            else if (isFilledIn && code[at] == '{')
            {
                text.Append('{').Append(places++).Append('}');
                SkipPlace(code, ref at);
            }
            else
            {
                text.Append(code[at]);
            }
        }

        at++;
        return text.ToString();
    }

    // To its closing brace; texts within are passed over.
    private static void SkipPlace(string code, ref int at)
    {
        for (var depth = 0; ; at++)
        {
            switch (code[at])
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return;
                case '\'':
                    at += code[at + 1] == '\\' ? 3 : 2;
                    break;
                case '"':
                    var isFilledIn = code[at - 1] == '$';
                    Read(code, ref at, isFilledIn);
                    at--;
                    break;
            }
        }
    }
}
