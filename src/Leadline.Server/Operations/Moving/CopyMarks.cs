using System.Text.Json;
using Leadline.Platform.Database;

namespace Leadline.Operations.Moving;

/// <summary>What a copy knows of itself, kept in the target until it is finished: whose copy it is, how far each table is, and the triggers that rest.</summary>
internal sealed class CopyMarks(Side target)
{
    private const string SourceKind = "source";
    private const string TableKind = "table";
    private const string TriggerKind = "trigger";

    /// <summary>The source, as it was called when the copy began.</summary>
    public string Source => target.RowsOf(Sql(SourceKind), row => row.GetString(1))[0];

    /// <summary>How triggers are made again.</summary>
    public IReadOnlyList<string> Triggers => target.RowsOf(Sql(TriggerKind), row => row.GetString(1));

    /// <summary>Of each table that was begun: the key of the last row that was copied, and how many were.</summary>
    public Dictionary<string, (object?[] Last, long Rows)> Tables => target
        .RowsOf(Sql(TableKind), row => (Name: row.GetString(0), Last: KeyOf(row.GetString(1)), Rows: row.GetInt64(2)))
        .ToDictionary(mark => mark.Name, mark => (mark.Last, mark.Rows));

    /// <summary>Marks the target.</summary>
    public void Begin(string source)
    {
        target.Execute($"CREATE TABLE {UnfinishedCopy.Table} (kind text NOT NULL, name text NOT NULL, content text NOT NULL, copied bigint NOT NULL, PRIMARY KEY (kind, name))");
        Set(SourceKind, "", source, 0);
    }

    /// <summary>Notes how far a table is.</summary>
    public void Set(string table, object?[] last, long rows) => Set(TableKind, table, TextOf(last), rows);

    /// <summary>Keeps how a trigger is made.</summary>
    public void KeepTrigger(string name, string sql) => Set(TriggerKind, name, sql, 0);

    /// <summary>Forgets how far tables were.</summary>
    public void Forget(IEnumerable<string> tables)
    {
        foreach (var table in tables)
        {
            target.Execute($"DELETE FROM {UnfinishedCopy.Table} WHERE kind = '{TableKind}' AND name = @name", ("@name", table));
        }
    }

    /// <summary>Takes the mark away.</summary>
    public void End() => target.Execute($"DROP TABLE {UnfinishedCopy.Table}");

    private void Set(string kind, string name, string content, long rows) => target.Execute(
        $"""
        INSERT INTO {UnfinishedCopy.Table} (kind, name, content, copied) VALUES (@kind, @name, @content, @rows)
        ON CONFLICT (kind, name) DO UPDATE SET content = @content, copied = @rows
        """,
        ("@kind", kind), ("@name", name), ("@content", content), ("@rows", rows));

    private static string Sql(string kind) => $"SELECT name, content, copied FROM {UnfinishedCopy.Table} WHERE kind = '{kind}' ORDER BY name";

    // Bytes are told from texts by the array around them.
    private static string TextOf(object?[] key) => JsonSerializer.Serialize(key.Select(part => part is byte[] bytes ? new[] { Convert.ToBase64String(bytes) } : part));

    private static object?[] KeyOf(string text)
    {
        using var key = JsonDocument.Parse(text);
        return
        [
            .. key.RootElement.EnumerateArray().Select(part => part.ValueKind switch
            {
                JsonValueKind.Number => part.GetInt64(),
                JsonValueKind.Array => part[0].GetBytesFromBase64(),
                _ => (object?)part.GetString(),
            }),
        ];
    }
}
