using Leadline.Client;
using Leadline.Web.Layout;

namespace Leadline.Web.Tasks;

/// <summary>What is due next of the leads that a page shows.</summary>
public sealed class FollowUps
{
    private const int MostAtOnce = 100;

    private readonly Dictionary<long, (int Turn, FollowUp? Next)> known = [];
    private int turn;

    /// <summary>What is due next of a lead; null for nothing, and of a lead that was not read.</summary>
    public FollowUp? Of(long lead) => known.GetValueOrDefault(lead).Next;

    /// <summary>Whether that of a lead was read.</summary>
    public bool Knows(long lead) => known.ContainsKey(lead);

    /// <summary>Reads those of some leads, again where they were read; of two readings the one begun later counts.</summary>
    /// <exception cref="LeadlineException">It was refused.</exception>
    public async Task ReadAsync(LeadlineClient api, IEnumerable<long> leads, CancellationToken ct)
    {
        var (mine, asked) = (++turn, leads.Distinct().ToList());
        var parts = await Task.WhenAll(asked.Chunk(MostAtOnce).Select(part => api.Tasks.FollowUpsAsync(part, ct: ct)));
        var found = parts.SelectMany(part => part.Value).ToDictionary(next => next.LeadId);
        foreach (var lead in asked.Where(lead => known.GetValueOrDefault(lead).Turn < mine))
        {
            known[lead] = (mine, found.GetValueOrDefault(lead));
        }
    }

    /// <summary>Puts the task that is due next of a lead off to another time, its reminder with it; where there is none, one is made.</summary>
    /// <param name="api">The API.</param>
    /// <param name="moments">The person's clock.</param>
    /// <param name="lead">The lead's number.</param>
    /// <param name="due">The time; null for some time.</param>
    /// <param name="title">What a task that is made is called.</param>
    /// <exception cref="LeadlineException">It was refused.</exception>
    public async Task<Tagged<LeadTask>> PutOffAsync(LeadlineClient api, Moments moments, long lead, DateTimeOffset? due, string title)
    {
        if (Of(lead) is not { } next)
        {
            return await api.Tasks.CreateAsync(lead, new NewLeadTask { Title = title, DueAt = due });
        }

        LeadTask task = await api.Tasks.GetAsync(next.TaskId);
        var draft = TaskDraft.Of(task, moments);
        draft.Due = due is { } time ? moments.Here(time).DateTime : null;
        return await api.Tasks.UpdateAsync(task.Id, draft.ToChange(task, moments), task.Tag());
    }
}
