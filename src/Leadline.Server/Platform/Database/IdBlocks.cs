using System.Collections.Concurrent;
using System.Data.Common;

namespace Leadline.Platform.Database;

/// <summary>
/// Hands out row ids: one counter per table for the whole installation, taken from the database in blocks,
/// the same way for single rows and for bulk loads. A block left over by a stopped process is never used again.
/// </summary>
public sealed class IdBlocks(LeadlineDatabase database)
{
    private const int BlockSize = 64;

    // What was reserved in a history that is no more may be given to another process in this one.
    private readonly ConcurrentDictionary<(string Table, long History), Block> blocks = new();

    /// <summary>The next free id of a table, within a change: a block is reserved in its transaction, or beside it where changes do not wait for one another.</summary>
    public long Next(string table, DbConnection connection) => blocks.GetOrAdd((table, database.History), _ => new Block()).Next(
        () => database.ReservesIdsApart ? Reserve(table, BlockSize) : Reserve(table, BlockSize, connection), BlockSize);

    /// <summary>Reserves consecutive ids of a table, outside any change.</summary>
    /// <returns>The first of them.</returns>
    public long Reserve(string table, int count)
    {
        using var connection = database.OpenForWriting();
        return Reserve(table, count, connection);
    }

    /// <summary>Leaves the rest of all blocks unused where a change that was taken back may have reserved one.</summary>
    public void Forget()
    {
        if (!database.ReservesIdsApart)
        {
            LeaveUnused();
        }
    }

    /// <summary>Leaves the rest of all blocks unused.</summary>
    internal void LeaveUnused() => blocks.Clear();

    private static long Reserve(string table, int count, DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO id_counters (name, next) VALUES (@table, 1 + @count)
            ON CONFLICT (name) DO UPDATE SET next = id_counters.next + @count
            RETURNING next - @count
            """;
        command.Add("@table", table);
        command.Add("@count", (long)count);
        return (long)(command.ExecuteScalar() ?? throw new InvalidOperationException($"No id for {table}."));
    }

    private sealed class Block
    {
        private readonly Lock gate = new();
        private long next;
        private long end;

        public long Next(Func<long> reserve, int size)
        {
            lock (gate)
            {
                if (next == end)
                {
                    next = reserve();
                    end = next + size;
                }

                return next++;
            }
        }
    }
}

/// <summary>The next free id of a table.</summary>
public sealed class IdCounter
{
    /// <summary>The table.</summary>
    public required string Name { get; set; }

    /// <summary>The next id nobody has reserved.</summary>
    public long Next { get; set; }
}
