using Leadline.Client;

namespace Leadline.Web.Tasks;

/// <summary>What is due next of the leads that a page shows.</summary>
public sealed class FollowUps
{
    private const int MostAtOnce = 100;

    private Dictionary<long, FollowUp> known = [];

    /// <summary>What is due next of a lead; null for nothing, and of a lead that was not read.</summary>
    public FollowUp? Of(long lead) => known.GetValueOrDefault(lead);

    /// <summary>Reads those of some leads in place of all others.</summary>
    /// <exception cref="LeadlineException">It was refused.</exception>
    public async Task ReadAsync(LeadlineClient api, IEnumerable<long> leads, CancellationToken ct)
    {
        var parts = await Task.WhenAll(leads.Distinct().Chunk(MostAtOnce).Select(part => api.Tasks.FollowUpsAsync(part, ct: ct)));
        known = parts.SelectMany(part => part.Value).ToDictionary(next => next.LeadId);
    }
}
