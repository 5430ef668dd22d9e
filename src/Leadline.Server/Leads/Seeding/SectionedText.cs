namespace Leadline.Leads.Seeding;

/// <summary>A text resource of lines under headings in brackets; empty lines and those that start with # are skipped.</summary>
internal sealed class SectionedText
{
    private readonly Dictionary<string, List<string>> sections = [];

    public SectionedText(string resourceName)
    {
        using var resource = typeof(SectionedText).Assembly.GetManifestResourceStream(resourceName)
            ?? throw new InvalidOperationException($"{resourceName} is missing from the assembly.");
        using var lines = new StreamReader(resource);
        List<string> section = [];
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                sections.Add(line.Trim('[', ']'), section = []);
            }
            else if (line.Length > 0 && !line.StartsWith('#'))
            {
                section.Add(line);
            }
        }
    }

    /// <summary>The lines under a heading; none when the heading is missing.</summary>
    public string[] Lines(string heading) => sections.TryGetValue(heading, out var lines) ? [.. lines] : [];

    /// <summary>The items under a heading, when commas and line ends part them.</summary>
    public IEnumerable<string> Items(string heading) =>
        Lines(heading).SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
