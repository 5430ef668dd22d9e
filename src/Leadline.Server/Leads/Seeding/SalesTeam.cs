namespace Leadline.Leads.Seeding;

/// <summary>An invented sales person.</summary>
/// <param name="Name">The full name.</param>
/// <param name="MailName">What stands before the @ of the e-mail address.</param>
public sealed record SalesPerson(string Name, string MailName);

/// <summary>The people and systems that a seeded tenant works with.</summary>
public static class SalesTeam
{
    /// <summary>The people that work the leads, the busiest first.</summary>
    public static IReadOnlyList<SalesPerson> People { get; } =
    [
        new("Zeynep Yıldırım", "zeynep.yildirim"),
        new("Emre Çalışkan", "emre.caliskan"),
        new("Lena Hoffmann", "lena.hoffmann"),
        new("Burak Öztürk", "burak.ozturk"),
        new("Tom Whitfield", "tom.whitfield"),
        new("Elif Şahin", "elif.sahin"),
        new("Inés Navarro", "ines.navarro"),
        new("Mateusz Zieliński", "mateusz.zielinski"),
        new("İrem Güneş", "irem.gunes"),
        new("Chloé Moreau", "chloe.moreau"),
        new("Omar Haddad", "omar.haddad"),
        new("Søren Kjær", "soren.kjaer"),
    ];

    /// <summary>The systems that leads are taken over from, the most frequent first.</summary>
    public static IReadOnlyList<string> ImportSources { get; } =
    [
        "Meta Lead Ads",
        "Google lead forms",
        "Legacy CRM",
        "Partner portal",
        "Trade fair scanner",
    ];
}
