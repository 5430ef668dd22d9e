using System.Globalization;
using Leadline.Client;
using Leadline.Web.Layout;

namespace Leadline.Web.Leads;

/// <summary>
/// The person's own changes of leads, one after the other, so that two quick ones are no conflict: one that began at a version which the person has changed
/// since themselves is meant for what they made of it.
/// </summary>
public sealed class LeadWrites(Workspace workspace) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<(long Lead, long Version), string> successors = [];

    /// <summary>Changes a lead, unless somebody else has since it was seen.</summary>
    /// <param name="before">The lead as it was seen.</param>
    /// <param name="change">What to change.</param>
    /// <param name="ifMatch">The tag under which it can be changed; null for any.</param>
    /// <exception cref="LeadlineException">It was refused.</exception>
    public async Task<Tagged<Lead>> UpdateAsync(Lead before, LeadChange change, string? ifMatch)
    {
        await turn.WaitAsync();
        try
        {
            while (VersionOf(ifMatch) is { } seen && successors.TryGetValue((before.Id, seen), out var own))
            {
                ifMatch = own;
            }

            var answer = await workspace.Api.Leads.UpdateAsync(before.Id, change, ifMatch);
            if (VersionOf(ifMatch) is { } from && VersionOf(answer.ETag) is { } to && to > from)
            {
                successors[(before.Id, from)] = string.Create(CultureInfo.InvariantCulture, $"\"{to}\"");
            }

            return answer;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    private static long? VersionOf(string? tag) => long.TryParse(tag?.Trim('"').Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
