using System.Globalization;
using Leadline.Platform.Text;

namespace Leadline.Leads.Seeding;

/// <summary>A name as it is written, and what it looks like in an e-mail address.</summary>
internal readonly record struct SpelledName(string Written, string Ascii);

/// <summary>
/// The names, countries and phrases of people who share a language, from the text resource of its name. There, <c>Иван=ivan</c> adds
/// the letters for e-mail addresses where folding gives none, and <c>Kowalski/Kowalska</c> parts the last names of men and women.
/// </summary>
internal sealed class Culture
{
    private readonly SpelledName[] women;
    private readonly SpelledName[] men;
    private readonly SpelledName[] lastNamesOfWomen;
    private readonly SpelledName[] lastNamesOfMen;
    private readonly double doubleLastNames;
    private readonly string doubleLastNameJoiner;
    private readonly bool hasDotlessI;
    private readonly Weighted<HomeCountry> homes;

    private Culture(string language, int share)
    {
        var text = new SectionedText($"{language}.txt");
        Share = share;
        hasDotlessI = language == "turkish";
        women = [.. text.Items("women").Select(name => Spell(name, 0))];
        men = [.. text.Items("men").Select(name => Spell(name, 0))];
        lastNamesOfMen = [.. text.Items("last names").Select(name => Spell(name, 0))];
        lastNamesOfWomen = [.. text.Items("last names").Select(name => Spell(name, 1))];
        (doubleLastNames, doubleLastNameJoiner) = text.Lines("double last names") is [var habit] ? ParseHabit(habit) : (0, "");
        Homes = [.. text.Lines("countries").Select(HomeCountry.Parse)];
        homes = new(Homes, (home, _) => home.Share);
        Companies = text.Lines("companies");
        Greetings = text.Lines("greetings");
        Sentences = text.Lines("sentences");
        Closings = text.Lines("closings");
        Notes = text.Lines("notes");
    }

    public static Culture English { get; } = new("english", 14);

    /// <summary>All cultures with their shares.</summary>
    public static Culture[] All { get; } =
    [
        new("turkish", 34), English, new("german", 10), new("spanish", 7), new("french", 6), new("polish", 5),
        new("arabic", 4), new("russian", 3), new("ukrainian", 3), new("swedish", 2), new("danish", 1), new("norwegian", 1),
        new("greek", 2), new("vietnamese", 2), new("hindi", 2), new("chinese", 2), new("japanese", 2), new("korean", 1), new("hebrew", 1),
    ];

    /// <summary>How frequent its people are, compared with the other cultures.</summary>
    public int Share { get; }

    public IReadOnlyList<HomeCountry> Homes { get; }

    /// <summary>What companies are called, with {name} for the name.</summary>
    public string[] Companies { get; }

    public string[] Greetings { get; }

    /// <summary>What people write, with {number} for a small number.</summary>
    public string[] Sentences { get; }

    public string[] Closings { get; }

    /// <summary>What sales people note about a lead, with {number} for a small number.</summary>
    public string[] Notes { get; }

    public HomeCountry NewHome(SeededRandom random) => homes.Pick(random);

    public (SpelledName First, SpelledName Last) NewName(SeededRandom random)
    {
        var isWoman = random.Chance(0.5);
        var lastNames = isWoman ? lastNamesOfWomen : lastNamesOfMen;
        var first = random.Of(isWoman ? women : men);
        var last = random.Of(lastNames);
        if (random.Chance(doubleLastNames) && random.Of(lastNames) is var second && second != last)
        {
            last = new(last.Written + doubleLastNameJoiner + second.Written, last.Ascii);
        }

        return (first, last);
    }

    // Invariant casing leaves ı and İ as they are.
    public string InCapitals(string name) =>
        (hasDotlessI ? name.Replace('i', 'İ') : name).Replace('ı', 'I').ToUpperInvariant();

    public string InSmallLetters(string name) =>
        (hasDotlessI ? name.Replace('I', 'ı') : name).Replace('İ', 'i').ToLowerInvariant();

    private static SpelledName Spell(string entry, int form)
    {
        var spellings = entry.Split('=');
        return new(OfForm(spellings[0]), string.Concat(Folding.Fold(OfForm(spellings[^1])).Where(char.IsAsciiLetter)));

        string OfForm(string spelling) => spelling.Split('/') is { Length: > 1 } forms ? forms[form] : spelling;
    }

    private static (double Share, string Joiner) ParseHabit(string habit) => habit.Split(' ') switch
    {
        [var percent, "blank"] => (int.Parse(percent, CultureInfo.InvariantCulture) / 100.0, " "),
        [var percent, "hyphen"] => (int.Parse(percent, CultureInfo.InvariantCulture) / 100.0, "-"),
        _ => throw new FormatException($"{habit} does not say how last names are doubled."),
    };
}
