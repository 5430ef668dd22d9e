using Microsoft.Data.Sqlite;

namespace Leadline.Tests.Operations;

/// <summary>A data folder of one test, removed with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("leadline-tests-").FullName;

    /// <summary>Runs SQL on its database, past the program.</summary>
    /// <returns>The first value, if any.</returns>
    public object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(Path, "leadline.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
