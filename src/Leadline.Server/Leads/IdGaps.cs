namespace Leadline.Leads;

/// <summary>Many ids as a short text: the gaps between them, seven bits to a byte, so that leads made one after the other take a byte each.</summary>
internal static class IdGaps
{
    private const int Bits = 7;
    private const int More = 1 << Bits;

    /// <summary>Writes ids.</summary>
    /// <param name="ids">Ascending, each once.</param>
    public static string Write(IReadOnlyList<long> ids)
    {
        var bytes = new List<byte>(ids.Count);
        var last = 0L;
        foreach (var id in ids)
        {
            var gap = id - last;
            for (; gap >= More; gap >>= Bits)
            {
                bytes.Add((byte)(gap | More));
            }

            bytes.Add((byte)gap);
            last = id;
        }

        return Convert.ToBase64String(bytes.ToArray());
    }

    /// <summary>Reads some of them.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to read at most.</param>
    public static List<long> Read(string text, long skip, int take)
    {
        var ids = new List<long>(take);
        var (id, gap, shift) = (0L, 0L, 0);
        foreach (var part in Convert.FromBase64String(text))
        {
            gap |= (long)(part & (More - 1)) << shift;
            shift += Bits;
            if ((part & More) != 0)
            {
                continue;
            }

            (id, gap, shift) = (id + gap, 0, 0);
            if (skip-- <= 0)
            {
                ids.Add(id);
            }

            if (ids.Count == take)
            {
                break;
            }
        }

        return ids;
    }
}
