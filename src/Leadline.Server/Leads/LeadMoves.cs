using System.Text.Json;
using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>How leads moved in an order between two revisions: where they are, the rows tell; where they were, the journal's old values.</summary>
internal static class LeadMoves
{
    private const long MostEntries = 2000;

    /// <summary>Reads the moves.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="tenant">Whose leads.</param>
    /// <param name="after">The place in the feed of the last entry that is known.</param>
    /// <param name="to">What the snapshot sees.</param>
    /// <param name="sort">The order.</param>
    /// <param name="isTrashed">The deleted leads, or the living.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The leads that moved; null when there are too many changes, or the journal no longer tells them.</returns>
    public static async Task<IReadOnlyCollection<MovedLead>?> ReadAsync(
        Snapshot snapshot, TenantId tenant, long after, TenantRevisions to, LeadSort sort, bool isTrashed, CancellationToken ct)
    {
        if (to.Journal < after || to.Journal - after > MostEntries)
        {
            return null;
        }

        var (entries, read) = (new List<Entry>(), 0L);
        if (to.Journal > to.Numbered)
        {
            await AddAsync(
                """
                SELECT e.entity = 'lead', e.entity_id, e.operation, e.changes FROM journal_arrivals a JOIN journal e ON e.tenant_id = a.tenant_id AND e.id = a.id
                WHERE a.tenant_id = @tenant ORDER BY a.id DESC
                """,
                ("@tenant", tenant.Value));
        }

        await AddAsync(
            "SELECT entity = 'lead', entity_id, operation, changes FROM journal_feed WHERE tenant_id = @tenant AND number > @after ORDER BY number DESC",
            ("@tenant", tenant.Value), ("@after", after));
        if (read != to.Journal - after)
        {
            return null;
        }

        var now = await StatesAsync(snapshot, tenant, sort, entries.Select(entry => entry.Lead).Distinct(), ct);
        var moved = new List<MovedLead>();
        foreach (var lead in entries.GroupBy(entry => entry.Lead))
        {
            var state = now.GetValueOrDefault(lead.Key);
            if (BeforeOf(state, lead, sort) is not { } before)
            {
                return null;
            }

            moved.Add(new MovedLead(before.PlaceOf(lead.Key, isTrashed), state.PlaceOf(lead.Key, isTrashed)));
        }

        return moved;

        async Task AddAsync(string sql, params (string, object)[] parameters)
        {
            await using var rows = await snapshot.QueryAsync(sql, ct, parameters);
            while (rows.Read())
            {
                read++;
                if (rows.GetBoolean(0))
                {
                    entries.Add(new Entry(rows.GetInt64(1), rows.GetString(2), rows.GetString(3)));
                }
            }
        }
    }

    // From the newest entry to the oldest, each taken back. Null where an entry was blanked, since whom it is about was erased.
    private static State? BeforeOf(State now, IEnumerable<Entry> entries, LeadSort sort)
    {
        var state = now;
        foreach (var entry in entries)
        {
            using var changes = JsonDocument.Parse(entry.Changes);
            if (entry.Operation == "created")
            {
                state = default;
                continue;
            }

            var isUpdate = entry.Operation == "updated";
            state = isUpdate ? state : new State(IsThere: true, IsDeleted: false, Key: null);
            if (changes.RootElement.TryGetProperty(sort.Name, out var key))
            {
                if (isUpdate && key[0].ToString() == key[1].ToString() && key[0].ValueKind == key[1].ValueKind)
                {
                    return null;
                }

                state = state with { Key = KeyOf(isUpdate ? key[0] : key, sort) };
            }

            if (changes.RootElement.TryGetProperty("deleted_at", out var deleted))
            {
                state = state with { IsDeleted = (isUpdate ? deleted[0] : deleted).ValueKind != JsonValueKind.Null };
            }
        }

        return state;
    }

    private static object? KeyOf(JsonElement value, LeadSort sort) =>
        value.ValueKind == JsonValueKind.Null ? null
        : sort.IsTime ? value.GetInt64()
        : Folding.SortKey(value.GetString());

    private static async Task<Dictionary<long, State>> StatesAsync(Snapshot snapshot, TenantId tenant, LeadSort sort, IEnumerable<long> ids, CancellationToken ct)
    {
        var states = new Dictionary<long, State>();
        await using var rows = await snapshot.QueryAsync(
            $"SELECT id, is_deleted, {sort.Column} FROM leads WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids))",
            ct, ("@tenant", tenant.Value), ("@ids", IdList.Of(ids)));
        while (rows.Read())
        {
            states.Add(rows.GetInt64(0), new State(IsThere: true, rows.GetBoolean(1), rows.IsDBNull(2) ? null : rows.GetValue(2)));
        }

        return states;
    }

    private sealed record Entry(long Lead, string Operation, string Changes);

    private readonly record struct State(bool IsThere, bool IsDeleted, object? Key)
    {
        public LeadPlace? PlaceOf(long lead, bool isTrashed) => IsThere && IsDeleted == isTrashed ? new LeadPlace(Key, lead) : null;
    }
}
