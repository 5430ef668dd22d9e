using System.Globalization;
using Leadline.Platform.Text;

namespace Leadline.Leads.Seeding;

/// <summary>An invented person or company: who they are, before anybody types it into a form.</summary>
internal sealed record Person(Culture Culture, HomeCountry Home, string? FirstName, string LastName, string? Email, string? PhoneNumber)
{
    private static readonly Weighted<Culture> Cultures = new(Culture.All, (culture, _) => culture.Share);
    private static readonly SectionedText Addresses = new("addresses.txt");
    private static readonly string[] MailDomains = Addresses.Lines("mail domains");
    private static readonly string[] Mailboxes = Addresses.Lines("company mailboxes");
    private static readonly SpelledName[] CompanyNames =
        [.. Addresses.Lines("company names").Select(name => new SpelledName(name, Folding.Fold(name)))];

    public static Person Invent(SeededRandom random)
    {
        var culture = Cultures.Pick(random);
        var home = culture.NewHome(random);
        var phoneNumber = random.Chance(0.1) ? null : home.NewNumber(random);
        if (random.Chance(0.04))
        {
            var company = random.Of(CompanyNames);
            var lastName = random.Of(culture.Companies).Replace("{name}", company.Written, StringComparison.Ordinal);
            return new(culture, home, null, lastName, OrNone(NewCompanyEmail(company.Ascii, random), random), phoneNumber);
        }

        var (first, last) = culture.NewName(random);
        return new(culture, home, first.Written, last.Written, OrNone(NewEmail(first.Ascii, last.Ascii, random), random), phoneNumber);
    }

    private static string? OrNone(string email, SeededRandom random) => random.Chance(0.1) ? null : email;

    private static string NewCompanyEmail(string company, SeededRandom random) =>
        string.Create(CultureInfo.InvariantCulture, $"{random.Of(Mailboxes)}@{company}{1 + random.Below(9999)}.example.com");

    private static string NewEmail(string first, string last, SeededRandom random)
    {
        var name = random.Below(20) switch
        {
            < 8 => $"{first}.{last}",
            < 12 => $"{first}{last}",
            < 14 => $"{first}_{last}",
            < 17 => $"{first[0]}.{last}",
            _ => $"{last}.{first}",
        };
        var number = random.Below(20) switch
        {
            < 1 => "",
            < 4 => Number(100),
            < 13 => Number(10_000),
            _ => Number(1_000_000),
        };
        return $"{name}{number}@{random.Of(MailDomains)}";

        string Number(int bound) => random.Below(bound).ToString(CultureInfo.InvariantCulture);
    }
}
