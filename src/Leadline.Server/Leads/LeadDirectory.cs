using System.Collections.Frozen;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>What the leads of a tenant point to, by id: small, kept in memory, so that no list joins.</summary>
/// <param name="Statuses">Its statuses.</param>
/// <param name="Sources">Its reference sources.</param>
/// <param name="Users">Its members.</param>
public sealed record LeadDirectory(
    FrozenDictionary<long, LeadStatusReference> Statuses,
    FrozenDictionary<long, LeadSourceReference> Sources,
    FrozenDictionary<long, UserReference> Users)
{
    /// <summary>What the kept counts tell apart of what is asked, now that the statuses are known.</summary>
    public LeadFilter FilterOf(LeadCriteria criteria) => criteria.IsTerminal is { } isTerminal
        ? criteria.Filter with { Statuses = IdSet.Both(criteria.Filter.Statuses, isTerminal ? TerminalStatuses : OtherStatuses) }
        : criteria.Filter;

    private IdSet TerminalStatuses => new(Statuses.Values.Where(status => status.IsTerminal).Select(status => status.Id));

    private IdSet OtherStatuses => new([IdSet.None, .. Statuses.Values.Where(status => !status.IsTerminal).Select(status => status.Id)]);

    /// <summary>Reads a tenant's directory.</summary>
    public static async Task<LeadDirectory> ReadAsync(Snapshot snapshot, TenantId tenant, CancellationToken ct)
    {
        var statuses = new Dictionary<long, LeadStatusReference>();
        await using (var rows = await snapshot.QueryAsync(
            "SELECT id, name, slug, color, is_terminal FROM lead_statuses WHERE tenant_id = @tenant", ct, ("@tenant", tenant.Value)))
        {
            while (await rows.ReadAsync(ct))
            {
                statuses.Add(rows.GetInt64(0), new LeadStatusReference(
                    rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3), rows.GetBoolean(4)));
            }
        }

        var sources = new Dictionary<long, LeadSourceReference>();
        await using (var rows = await snapshot.QueryAsync(
            "SELECT id, name, external_id FROM lead_reference_sources WHERE tenant_id = @tenant", ct, ("@tenant", tenant.Value)))
        {
            while (await rows.ReadAsync(ct))
            {
                sources.Add(rows.GetInt64(0), new LeadSourceReference(rows.GetInt64(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2)));
            }
        }

        var users = new Dictionary<long, UserReference>();
        await using (var rows = await snapshot.QueryAsync(
            "SELECT user_id, name FROM memberships WHERE tenant_id = @tenant", ct, ("@tenant", tenant.Value)))
        {
            while (await rows.ReadAsync(ct))
            {
                users.Add(rows.GetInt64(0), new UserReference(rows.GetInt64(0), rows.GetString(1)));
            }
        }

        return new LeadDirectory(statuses.ToFrozenDictionary(), sources.ToFrozenDictionary(), users.ToFrozenDictionary());
    }
}
