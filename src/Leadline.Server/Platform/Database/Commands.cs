using System.Data.Common;

namespace Leadline.Platform.Database;

/// <summary>Hand-written SQL on any connection.</summary>
internal static class Commands
{
    /// <summary>Adds a parameter.</summary>
    public static DbParameter Add(this DbCommand command, string name, object? value = null)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Runs SQL, however long it takes or waits for others.</summary>
    public static void ExecuteInItsTime(this DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        command.ExecuteNonQuery();
    }

    /// <summary>Runs SQL.</summary>
    public static void Execute(this DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
