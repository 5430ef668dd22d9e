namespace Leadline.Leads.Seeding;

/// <summary>How people type their names and addresses into forms: mostly well.</summary>
internal static class Typing
{
    private static readonly string[] Emoji = ["🌸", "😊", "🚀", "⭐", "❤️", "👩‍💻"];

    /// <summary>One name may be missing, but never both.</summary>
    public static (string? First, string? Last) Name(Person person, SeededRandom random)
    {
        var culture = person.Culture;
        var (first, last) = (person.FirstName, person.LastName);
        if (first is null || random.Chance(0.03))
        {
            return (null, last);
        }

        return random.Below(1000) switch
        {
            < 20 => (culture.InCapitals(first), culture.InCapitals(last)),
            < 45 => (culture.InSmallLetters(first), culture.InSmallLetters(last)),
            < 75 => (first, culture.InCapitals(last)),
            < 79 => ($"{first} {random.Of(Emoji)}", last),
            < 82 => (first, null),
            _ => (first, last),
        };
    }

    public static string? Email(Person person, SeededRandom random) =>
        person.Email is { } email && random.Chance(0.03) ? char.ToUpperInvariant(email[0]) + email[1..] : person.Email;

    public static string? PreferredContact(Lead lead, SeededRandom random) => random.Below(20) switch
    {
        < 6 when lead.PhoneNumber is not null => "phone",
        >= 6 and < 11 when lead.Email is not null => "email",
        >= 11 and < 14 when lead.PhoneNumber is not null => "whatsapp",
        _ => null,
    };
}
