using Npgsql;

namespace Leadline.Platform.Database.Postgres;

/// <summary>
/// Tries to get over the wall, underneath the program: as its role, behind the wall of one tenant, it reads, changes, removes and adds rows of others
/// in every table that has a tenant. What it does is taken back, whether it succeeds or not.
/// </summary>
internal static class WallTrial
{
    private const string TablesSql = """
        SELECT c.relname,
            (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = '')
        FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id' AND NOT t.attisdropped
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname
        """;

    private const string RoleSql = $"""
        SELECT rolsuper OR rolbypassrls, EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relowner = r.oid)
        FROM pg_roles r WHERE rolname = '{PostgresWall.Role}'
        """;

    /// <summary>Where it got over, a sentence each; empty where the wall holds.</summary>
    /// <param name="connection">As the owner of the tables.</param>
    /// <returns>The sentences, and how many tables it tried.</returns>
    public static (IReadOnlyList<string> Breaches, int Tables) Run(NpgsqlConnection connection)
    {
        var breaches = new List<string>();
        using (var role = Read(connection, RoleSql))
        {
            if (!role.Read())
            {
                return ([$"There is no role {PostgresWall.Role}."], 0);
            }

            if (role.GetBoolean(0))
            {
                breaches.Add($"The role {PostgresWall.Role} may pass the wall: it is a superuser, or has BYPASSRLS.");
            }

            if (role.GetBoolean(1))
            {
                breaches.Add($"The role {PostgresWall.Role} owns a table, and so is not kept by its wall.");
            }
        }

        var tables = new List<(string Name, string Columns)>();
        using (var rows = Read(connection, TablesSql))
        {
            while (rows.Read())
            {
                tables.Add((rows.GetString(0), rows.GetString(1)));
            }
        }

        using (var open = Read(connection, PostgresWall.TooOpenSql))
        {
            while (open.Read())
            {
                breaches.Add($"The role {PostgresWall.Role} has rights to {open.GetString(0)}, which has no tenant, that no tenant needs.");
            }
        }

        foreach (var (table, columns) in tables)
        {
            breaches.AddRange(Try(connection, table, columns));
        }

        return (breaches, tables.Count);
    }

    private static IEnumerable<string> Try(NpgsqlConnection connection, string table, string columns)
    {
        var foreign = Text(connection, $"SELECT to_jsonb(row)::text FROM {table} row WHERE tenant_id IS NOT NULL LIMIT 1");
        var other = foreign is null ? 1 : Number(connection, "SELECT (@row::jsonb ->> 'tenant_id')::bigint", ("@row", foreign)) + 1;
        var theirs = $"tenant_id IS DISTINCT FROM {other}";
        if (Behind(connection, other, () => Number(connection, $"SELECT count(*) FROM {table} WHERE {theirs}")) is > 0)
        {
            yield return $"Behind the wall of one tenant, rows of others are read in {table}.";
        }

        if (Behind(connection, other, () => Changed(connection, $"UPDATE {table} SET tenant_id = tenant_id WHERE {theirs}")) is > 0)
        {
            yield return $"Behind the wall of one tenant, rows of others are changed in {table}.";
        }

        if (Behind(connection, other, () => Changed(connection, $"DELETE FROM {table} WHERE {theirs}")) is > 0)
        {
            yield return $"Behind the wall of one tenant, rows of others are removed in {table}.";
        }

        // The wall is asked before keys and references are.
        if (foreign is not null && Behind(connection, other, () => Changed(
            connection, $"INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, @row::jsonb)", ("@row", foreign))) is not null)
        {
            yield return $"Behind the wall of one tenant, rows of others are added to {table}.";
        }
    }

    // Null where the wall refuses it.
    private static long? Behind(NpgsqlConnection connection, long tenant, Func<long> work)
    {
        using var transaction = connection.BeginTransaction();
        Number(connection, PostgresWall.EnterSql, PostgresWall.Parameter(new TenantId(tenant)));
        try
        {
            return work();
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            return 1; // a rule behind the wall refused it: the wall had let it through
        }
    }

    private static NpgsqlDataReader Read(NpgsqlConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteReader();
    }

    private static string? Text(NpgsqlConnection connection, string sql)
    {
        using var command = Command(connection, sql, []);
        return command.ExecuteScalar() as string;
    }

    private static long Number(NpgsqlConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() as long? ?? 0;
    }

    private static long Changed(NpgsqlConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in parameters)
        {
            command.Add(name, value);
        }

        return command;
    }
}
