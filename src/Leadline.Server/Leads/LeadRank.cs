using System.Text;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>
/// Marks along one order of a tenant's leads, some thousand leads apart, each with the number of leads up to it: whoever wants a page far from both
/// ends begins at the mark before it. When leads change, the numbers move with them; the marks stay where they are.
/// </summary>
internal sealed class LeadRank
{
    /// <summary>How many leads are between two marks when they are set.</summary>
    public const int UsualStep = 1000;

    private readonly LeadPlaces order;
    private readonly IReadOnlyList<Mark> marks;

    private LeadRank(LeadPlaces order, IReadOnlyList<Mark> marks)
    {
        this.order = order;
        this.marks = marks;
    }

    /// <summary>The memory the marks take, about.</summary>
    public long Bytes => marks.Sum(mark => 64L + (mark.Place.Key is string text ? 2 * text.Length : 0));

    /// <summary>Sets the marks along an order.</summary>
    public static async Task<LeadRank> ReadAsync(Snapshot snapshot, TenantId tenant, LeadSort sort, bool isDescending, bool isTrashed, int step, CancellationToken ct)
    {
        var order = new LeadPlaces(isDescending);
        var range = new LeadRange(sort.Index, new LeadOrder(sort, isDescending, IsBackward: false), new LeadFilter(isTrashed).Tests, OnlyDated: false) { OnPostgres = !snapshot.IsSqlite };
        var marks = new List<Mark>();
        await using (var rows = await snapshot.QueryAsync(range.Sql.Marks, ct, ("@tenant", tenant.Value), ("@trashed", isTrashed), ("@step", (long)step)))
        {
            while (await rows.ReadAsync(ct))
            {
                marks.Add(new Mark(new LeadPlace(rows.IsDBNull(0) ? null : rows.GetValue(0), rows.GetInt64(1)), rows.GetInt64(2)));
            }
        }

        if (sort != LeadSort.CreatedAt)
        {
            await using var filled = await snapshot.QueryAsync(
                $"SELECT count({sort.Column}) FROM leads INDEXED BY {sort.Index} WHERE tenant_id = @tenant AND is_deleted = @trashed", ct, ("@tenant", tenant.Value), ("@trashed", isTrashed));
            marks.Add(new Mark(order.FirstEmpty, filled.Read() ? filled.GetInt64(0) : 0));
            marks.Sort((one, other) => order.Compare(one.Place, other.Place));
        }

        return new LeadRank(order, marks);
    }

    /// <summary>The marks after some leads changed.</summary>
    public LeadRank After(IReadOnlyCollection<MovedLead> moved)
    {
        var moves = new long[marks.Count];
        foreach (var lead in moved)
        {
            Count(lead.Before, -1);
            Count(lead.Now, 1);
        }

        var shift = 0L;
        return new LeadRank(order, [.. marks.Select((mark, i) => mark with { Count = mark.Count + (shift += moves[i]) })]);

        // It counts for the first mark that is not before it, and so for all that follow.
        void Count(LeadPlace? place, int one)
        {
            if (place is not { } there)
            {
                return;
            }

            var (from, to) = (0, marks.Count);
            while (from < to)
            {
                var middle = (from + to) / 2;
                (from, to) = order.Compare(marks[middle].Place, there) < 0 ? (middle + 1, to) : (from, middle);
            }

            if (from < marks.Count)
            {
                moves[from] += one;
            }
        }
    }

    /// <summary>Where to begin, to pass by a number of leads.</summary>
    /// <returns>The place after which the reading begins, and how many are still to be passed by; null for the beginning of the order.</returns>
    public (LeadPlace Place, long Left)? Before(long skip)
    {
        var (from, to) = (0, marks.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = marks[middle].Count <= skip ? (middle + 1, to) : (from, middle);
        }

        return from == 0 ? null : (marks[from - 1].Place, skip - marks[from - 1].Count);
    }

    /// <param name="Place">Where it is.</param>
    /// <param name="Count">How many leads there are up to it.</param>
    private readonly record struct Mark(LeadPlace Place, long Count);
}

/// <summary>A lead's place in an order.</summary>
/// <param name="Key">What sorts it: a text, a time in microseconds, or null.</param>
/// <param name="Id">The lead's number.</param>
internal readonly record struct LeadPlace(object? Key, long Id);

/// <summary>A lead that changed.</summary>
/// <param name="Before">Where it was; null for nowhere.</param>
/// <param name="Now">Where it is; null for nowhere.</param>
internal readonly record struct MovedLead(LeadPlace? Before, LeadPlace? Now);

/// <summary>The order of places as the database has it: empty keys last, texts by their bytes, equals by number in the same direction.</summary>
internal sealed class LeadPlaces(bool isDescending) : IComparer<LeadPlace>
{
    /// <summary>The place before the first lead with an empty key.</summary>
    public LeadPlace FirstEmpty { get; } = new(null, isDescending ? long.MaxValue : 0);

    /// <inheritdoc />
    public int Compare(LeadPlace x, LeadPlace y)
    {
        var byEmpty = (x.Key is null).CompareTo(y.Key is null);
        if (byEmpty != 0)
        {
            return byEmpty;
        }

        var byKey = (x.Key, y.Key) switch
        {
            (string one, string two) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(two)),
            (long one, long two) => one.CompareTo(two),
            _ => 0,
        };
        return (byKey != 0 ? byKey : x.Id.CompareTo(y.Id)) * (isDescending ? -1 : 1);
    }
}
