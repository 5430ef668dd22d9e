using System.Text;

namespace Leadline.Tests;

/// <summary>All that a database holds: the bytes of SQLite's files, or every value of every row of PostgreSQL.</summary>
internal static class StoredText
{
    public static async Task<string> OfAsync(LeadlineHost host)
    {
        if (host.Database.IsSqlite)
        {
            return string.Concat(Directory.GetFiles(host.Folder, "leadline.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)).Select(ReadShared));
        }

        var text = new StringBuilder();
        await using var connection = host.Database.OpenForWriting();
        foreach (var table in await TablesAsync(connection))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    text.Append(rows.GetValue(i) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : rows.GetValue(i)).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static async Task<List<string>> TablesAsync(System.Data.Common.DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";
        await using var rows = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await rows.ReadAsync())
        {
            tables.Add(rows.GetString(0));
        }

        Assert.Contains("leads", tables);
        return tables;
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
