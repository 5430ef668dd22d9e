using System.Globalization;
using Leadline.Platform.Geography;

namespace Leadline.Leads.Seeding;

/// <summary>A country in which people of a culture live, and how its mobile numbers are made and typed.</summary>
internal sealed class HomeCountry
{
    private readonly string callingCode;
    private readonly string trunkPrefix;
    private readonly string[] patterns;

    private HomeCountry(int share, Country country, string callingCode, string trunkPrefix, string[] patterns)
    {
        Share = share;
        Country = country;
        this.callingCode = callingCode;
        this.trunkPrefix = trunkPrefix;
        this.patterns = patterns;
    }

    /// <summary>How many of a culture's people live here, compared with its other countries.</summary>
    public int Share { get; }

    public Country Country { get; }

    /// <summary>
    /// Reads a line such as <c>94 TR 90 0: 53X XXX XX XX, 54X XXX XX XX</c>: share, country, calling code, trunk prefix (- for none)
    /// and mobile numbers, in which X stands for any digit and N for one from 2 to 9.
    /// </summary>
    public static HomeCountry Parse(string line)
    {
        var (facts, patterns) = (line.Split(": ")[0].Split(' '), line.Split(": ")[1].Split(", "));
        var country = Countries.FindByCode(facts[1]) ?? throw new FormatException($"No country has the code {facts[1]}.");
        return new(int.Parse(facts[0], CultureInfo.InvariantCulture), country, facts[2], facts[3] == "-" ? "" : facts[3], patterns);
    }

    /// <summary>A mobile number without the country, its groups parted by blanks.</summary>
    public string NewNumber(SeededRandom random)
    {
        var pattern = random.Of(patterns);
        Span<char> number = stackalloc char[pattern.Length];
        for (var i = 0; i < number.Length; i++)
        {
            number[i] = pattern[i] switch
            {
                'X' => (char)('0' + random.Below(10)),
                'N' => (char)('2' + random.Below(8)),
                var given => given,
            };
        }

        return new string(number);
    }

    /// <summary>The number as one of many people would type it for somebody in the given country.</summary>
    public string Type(string number, string? readerCountry, SeededRandom random) =>
        Country.Code == readerCountry && random.Chance(0.6) ? TypeNationally(number, random) : TypeInternationally(number, random);

    private string TypeNationally(string number, SeededRandom random)
    {
        var (area, rest) = SplitArea(number);
        return random.Below(10) switch
        {
            < 3 => WithTrunk(number),
            < 6 => WithTrunk(number).Replace(" ", "", StringComparison.Ordinal),
            < 7 => WithTrunk(number).Replace(' ', '-'),
            < 9 => trunkPrefix is "" or "0" ? $"({trunkPrefix}{area}) {rest}" : $"{trunkPrefix} ({area}) {rest}",
            _ => number,
        };
    }

    private string TypeInternationally(string number, SeededRandom random)
    {
        var (area, rest) = SplitArea(number);
        return random.Below(20) switch
        {
            < 7 => $"+{callingCode} {number}",
            < 13 => $"+{callingCode}{number.Replace(" ", "", StringComparison.Ordinal)}",
            < 15 => $"00{callingCode}{number.Replace(" ", "", StringComparison.Ordinal)}",
            < 16 => $"00{callingCode} {number}",
            < 18 => $"+{callingCode}-{number.Replace(' ', '-')}",
            < 19 => $"+{callingCode} ({area}) {rest}",
            _ => $"+{callingCode}.{number.Replace(' ', '.')}",
        };
    }

    private string WithTrunk(string number) => trunkPrefix is "" or "0" ? trunkPrefix + number : $"{trunkPrefix} {number}";

    private static (string Area, string Number) SplitArea(string number)
    {
        var blank = number.IndexOf(' ', StringComparison.Ordinal);
        return (number[..blank], number[(blank + 1)..]);
    }
}
