using System.Collections.Frozen;
using System.Globalization;

namespace Leadline.Platform.Geography;

/// <summary>A country or territory of ISO 3166-1.</summary>
/// <param name="Id">The ISO 3166-1 numeric code, such as 792.</param>
/// <param name="Code">The ISO 3166-1 alpha-2 code, such as <c>TR</c>.</param>
/// <param name="Name">What it is commonly called in English, such as Türkiye.</param>
public sealed record Country(long Id, string Code, string Name);

/// <summary>The countries and territories of ISO 3166-1.</summary>
public static class Countries
{
    /// <summary>All of them, in the order of their names.</summary>
    public static IReadOnlyList<Country> All { get; } = Read();

    private static readonly FrozenDictionary<long, Country> ById = All.ToFrozenDictionary(country => country.Id);

    private static readonly FrozenDictionary<string, Country> ByCode =
        All.ToFrozenDictionary(country => country.Code, StringComparer.OrdinalIgnoreCase);

    /// <summary>The country with this ISO 3166-1 numeric code, or null.</summary>
    public static Country? Find(long id) => ById.GetValueOrDefault(id);

    /// <summary>The country with this ISO 3166-1 alpha-2 code in either case, or null.</summary>
    public static Country? FindByCode(string alpha2) => ByCode.GetValueOrDefault(alpha2);

    private static Country[] Read()
    {
        using var resource = typeof(Countries).Assembly.GetManifestResourceStream("countries.txt")
            ?? throw new InvalidOperationException("The list of countries is missing from the assembly.");
        using var lines = new StreamReader(resource);
        var countries = new List<Country>();
        while (lines.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            countries.Add(new Country(long.Parse(fields[0], CultureInfo.InvariantCulture), fields[1], fields[2]));
        }

        return [.. countries];
    }
}
