using Leadline.Client;

namespace Leadline.Web.Layout;

/// <summary>A list that is read part by part, as far as the person wants to see.</summary>
/// <typeparam name="T">What it lists.</typeparam>
/// <param name="read">Reads a part: from a cursor, or from the beginning, so many at most.</param>
/// <param name="numberOf">The number by which one is known.</param>
/// <param name="size">How many are read at first.</param>
public sealed class PartList<T>(Func<string?, int, CancellationToken, Task<CursorPage<T>>> read, Func<T, long> numberOf, int size)
{
    private const int MostOfPart = 100;

    private string? cursor;
    private int turn;

    /// <summary>What was read of it.</summary>
    public IReadOnlyList<T> Items { get; private set; } = [];

    /// <summary>How many there are in all.</summary>
    public long Total { get; private set; }

    /// <summary>Whether there are more than were read.</summary>
    public bool HasMore => cursor is not null;

    /// <summary>Whether it was read.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Reads it again from its beginning, as far as it is shown; of two such readings the later counts.</summary>
    /// <exception cref="LeadlineException">It was refused.</exception>
    public async Task ReadAsync(CancellationToken ct = default)
    {
        var (mine, wanted, found) = (++turn, Math.Max(Items.Count, size), new List<T>());
        CursorPage<T> part;
        string? next = null;
        do
        {
            part = await read(next, Math.Min(wanted - found.Count, MostOfPart), ct);
            found.AddRange(part.Data);
            next = part.Meta.HasMore ? part.Meta.Cursor : null;
        }
        while (next is not null && found.Count < wanted);
        if (mine == turn)
        {
            (Items, cursor, Total, IsRead) = ([.. found.DistinctBy(numberOf)], next, part.Meta.Total ?? found.Count, true);
        }
    }

    /// <summary>Reads the part after what was read, unless it is under way already.</summary>
    /// <exception cref="LeadlineException">It was refused.</exception>
    public async Task ReadMoreAsync(CancellationToken ct = default)
    {
        if (cursor is not { } from)
        {
            return;
        }

        var mine = turn;
        var part = await read(from, MostOfPart, ct);
        if (mine == turn && cursor == from)
        {
            (Items, cursor, Total) = ([.. Items.Concat(part.Data).DistinctBy(numberOf)], part.Meta.HasMore ? part.Meta.Cursor : null, part.Meta.Total ?? Total);
        }
    }

    /// <summary>Shows one as it is now.</summary>
    public void Put(T item) => Items = [.. Items.Select(known => numberOf(known) == numberOf(item) ? item : known)];
}
