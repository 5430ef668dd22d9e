using Leadline.Platform;

namespace Leadline.Operations.Moving;

/// <summary>What a value is, whatever an engine stores it as.</summary>
internal enum ValueKind
{
    Integer,
    Boolean,
    Text,
    Bytes,
    Time,
    Json,
}

/// <summary>A column as one database has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as the catalogue tells it.</param>
/// <param name="Kind">What its values are.</param>
internal sealed record StoredColumn(string Name, string Type, ValueKind Kind)
{
    /// <summary>How this database writes the members of its JSON; null for other kinds.</summary>
    public JsonMembers? Members { get; init; }

    /// <summary>How the JSON is written on its way, and by the target.</summary>
    public JsonMembers? MembersAtTarget { get; init; }
}

/// <summary>A table as one database has it, without the columns that it computes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, in the same order on both sides.</param>
/// <param name="Key">The names of its key's columns.</param>
internal sealed record StoredTable(string Name, IReadOnlyList<StoredColumn> Columns, IReadOnlyList<string> Key)
{
    /// <summary>The column that the database itself numbers; null for none.</summary>
    public string? Numbered { get; init; }

    /// <summary>What its rows are read from, where another name or query than the table tells them as they are on their way; null for the table.</summary>
    public string? ReadFrom { get; init; }

    /// <summary>The key of a row.</summary>
    public object?[] KeyOf(object?[] row) => [.. Key.Select(name => row[PlaceOf(name)])];

    private int PlaceOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == column)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"{Name} has no column {column}.");
    }
}

/// <summary>One table on both sides.</summary>
/// <param name="AtSource">As it is read.</param>
/// <param name="AtTarget">As it is written, and read again to be compared.</param>
internal sealed record MovedTable(StoredTable AtSource, StoredTable AtTarget)
{
    /// <summary>The table's name.</summary>
    public string Name => AtTarget.Name;

    /// <summary>Finds for each column of the target that of the source, and agrees what its values are.</summary>
    /// <exception cref="SetupException">The two have not the same columns.</exception>
    public static MovedTable Of(StoredTable source, StoredTable target)
    {
        var known = source.Columns.ToDictionary(column => column.Name);
        if (!known.Keys.ToHashSet().SetEquals(target.Columns.Select(column => column.Name)))
        {
            throw new SetupException($"The table {target.Name} has other columns in the source than in the target.");
        }

        var pairs = target.Columns.Select(column => Agreed(known[column.Name], column)).ToList();
        return new MovedTable(
            source with { Columns = [.. pairs.Select(pair => pair.Source)], Key = target.Key },
            target with { Columns = [.. pairs.Select(pair => pair.Target)], ReadFrom = null });
    }

    // SQLite knows integers, texts and bytes alone: what they stand for, the other engine tells.
    private static (StoredColumn Source, StoredColumn Target) Agreed(StoredColumn source, StoredColumn target)
    {
        var kind = source.Kind is ValueKind.Integer or ValueKind.Text ? target.Kind : source.Kind;
        return (
            source with { Kind = kind, MembersAtTarget = target.Members },
            target with { Kind = kind, MembersAtTarget = target.Members });
    }
}
