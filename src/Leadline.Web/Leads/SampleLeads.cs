using Leadline.Client;
using Leadline.Web.Layout;

namespace Leadline.Web.Leads;

/// <summary>Made-up leads, to try Leadline with: addresses and numbers that are nobody's (RFC 2606, and the range that Ofcom keeps for drama).</summary>
public static class SampleLeads
{
    private static readonly string[] Names =
    [
        "Mira Aslan", "Jonas Weber", "Elif Yıldız", "Tom Baker", "Aylin Demir", "Sofia Rossi", "Can Aydın", "Nina Lindqvist", "Omar Haddad", "Grace Miller",
        "Deniz Kaya", "Lucas Martin", "Zeynep Arslan", "Emma Novak", "Baran Şahin", "Julia Kowalska", "Kerem Polat", "Hannah Schmidt", "Leyla Çelik", "Peter Jansen",
    ];

    private static readonly string[] Wishes = ["How much is it for a team of ten?", "Please call me back in the afternoon.", "We saw you at the fair and would like to see more.", "Can we try it for a month?"];

    /// <summary>How many they are.</summary>
    public static int Count => Names.Length;

    /// <summary>All of them: over the statuses that go on, from every source, half of them the person's own.</summary>
    public static IReadOnlyList<NewLead> For(Workspace workspace)
    {
        var statuses = workspace.Statuses.Where(status => !status.IsTerminal).ToList();
        return
        [
            .. Names.Select((name, place) => new NewLead
            {
                FirstName = name.Split(' ')[0],
                LastName = name.Split(' ')[1],
                Email = $"sample.{place + 1}@example.com",
                PhoneNumber = $"+44 7700 900{place + 101}",
                Message = Wishes[place % Wishes.Length],
                LeadStatusId = statuses.Count == 0 ? null : statuses[place * statuses.Count / Names.Length].Id,
                LeadReferenceSourceId = workspace.Sources.Count == 0 ? null : workspace.Sources[place % workspace.Sources.Count].Id,
                AssignedUserId = place % 2 == 0 ? workspace.Me.Id : null,
            }),
        ];
    }
}
