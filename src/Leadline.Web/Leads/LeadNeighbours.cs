using System.Globalization;
using Leadline.Client;
using Leadline.Web.Layout;

namespace Leadline.Web.Leads;

/// <summary>The leads beside one in the list, or in the column of the board, that it was opened from.</summary>
/// <param name="Previous">The address of the lead before; null for none.</param>
/// <param name="Next">The address of the lead after; null for none.</param>
public sealed record LeadNeighbours(string? Previous, string? Next)
{
    /// <summary>Of a lead that is in no list.</summary>
    public static LeadNeighbours None { get; } = new(null, null);

    /// <summary>Finds them on the page of the list, or on the one beside it.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="state">The list.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">The person's time zone, in which days begin and end.</param>
    /// <param name="id">The lead's number.</param>
    public static async Task<LeadNeighbours> FindAsync(Workspace workspace, LeadListState state, DateTimeOffset now, TimeZoneInfo zone, long id)
    {
        var listed = state.Column is { } column ? state.With("lead_status_id", column.ToString(CultureInfo.InvariantCulture)) : state;
        var page = await ReadAsync(state.Page);
        var ids = page.Data.Select(lead => lead.Id).ToList();
        return ids.IndexOf(id) is >= 0 and var place
            ? new LeadNeighbours(await AddressAsync(ids, place - 1), await AddressAsync(ids, place + 1))
            : None;

        Task<Page<Lead>> ReadAsync(long number) => workspace.Api.Leads.ListAsync(listed.ToQuery(now, zone, [LeadField.Id]), number, ListLook.Of(workspace.Preferences).PerPage);

        async Task<string?> AddressAsync(List<long> here, int place)
        {
            if (place >= 0 && place < here.Count)
            {
                return AddressOf(here[place], state.Page);
            }

            var beside = place < 0 ? state.Page - 1 : state.Page + 1;
            return beside >= 1 && beside <= page.Meta.LastPage && (await ReadAsync(beside)).Data is { Count: > 0 } there
                ? AddressOf((place < 0 ? there[^1] : there[0]).Id, beside)
                : null;
        }

        string AddressOf(long lead, long number) => (state with { Page = number, Open = null }).ToAddress(workspace.PathTo($"leads/{lead}"));
    }
}
