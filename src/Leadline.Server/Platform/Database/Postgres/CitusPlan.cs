using Npgsql;

namespace Leadline.Platform.Database.Postgres;

/// <summary>
/// How Citus distributes the tables of a migrated database over servers, as its catalogue tells: those with a tenant in their key by the tenant, all
/// in one group, so that a tenant's rows lie together; what they refer to beyond that, on every server; the rest where it is.
/// </summary>
/// <param name="Distributed">The tables that are distributed by <c>tenant_id</c>, those that are referred to first.</param>
/// <param name="Reference">The tables that every server has whole, those that are referred to first.</param>
/// <param name="Local">The tables that stay at the coordinator.</param>
/// <param name="Faults">What Citus would refuse, a sentence each.</param>
public sealed record CitusPlan(
    IReadOnlyList<string> Distributed, IReadOnlyList<string> Reference, IReadOnlyList<string> Local, IReadOnlyList<string> Faults)
{
    private const string Tenant = "tenant_id";

    // The columns of each key, and whether the table has a tenant at all. A table without a key has its tenant as one.
    private const string TablesSql = $"""
        SELECT c.relname,
            EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = '{Tenant}' AND NOT a.attisdropped),
            (SELECT coalesce(bool_and(a.attname = '{Tenant}'), TRUE) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
             WHERE i.indrelid = c.oid AND i.indisprimary)
        FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname
        """;

    private const string ReferencesSql = $"""
        SELECT f.conname, f.conrelid::regclass::text, f.confrelid::regclass::text,
            EXISTS (SELECT 1 FROM generate_subscripts(f.conkey, 1) n
                JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[n] AND a.attname = '{Tenant}'
                JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = f.confkey[n] AND b.attname = '{Tenant}')
        FROM pg_constraint f WHERE f.contype = 'f' AND f.connamespace = current_schema()::regnamespace ORDER BY f.conname
        """;

    private const string UniqueIndexesSql = """
        SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0])
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1
        """;

    /// <summary>The statements, in order, for an empty and migrated database at a coordinator that knows its workers.</summary>
    public IEnumerable<string> Statements() =>
    [
        .. Reference.Select(table => $"SELECT create_reference_table('{table}');"),
        .. Distributed.Select((table, at) => $"SELECT create_distributed_table('{table}', '{Tenant}', colocate_with => '{(at == 0 ? "none" : Distributed[0])}');"),
    ];

    /// <summary>Reads the catalogue.</summary>
    public static CitusPlan Read(NpgsqlConnection connection)
    {
        var tables = Rows(connection, TablesSql, row => (Name: row.GetString(0), HasTenant: row.GetBoolean(1), IsKeyed: row.GetBoolean(2)));
        var references = Rows(connection, ReferencesSql, row => (Name: row.GetString(0), From: row.GetString(1), To: row.GetString(2), CarriesTenant: row.GetBoolean(3)));
        var distributed = tables.Where(table => table.HasTenant && table.IsKeyed).Select(table => table.Name).ToHashSet();
        var reference = references.Where(known => distributed.Contains(known.From) && !distributed.Contains(known.To)).Select(known => known.To).ToHashSet();
        List<string> faults =
        [
            .. references.Where(known => distributed.Contains(known.From) && distributed.Contains(known.To) && !known.CarriesTenant)
                .Select(known => $"The reference {known.Name} of {known.From} to {known.To} does not carry the tenant."),
            .. references.Where(known => !distributed.Contains(known.From) && distributed.Contains(known.To))
                .Select(known => $"{known.From}, which has no tenant in its key, refers to {known.To}, which is distributed ({known.Name})."),
            .. Rows(connection, UniqueIndexesSql, row => (Name: row.GetString(0), Table: row.GetString(1), First: row.IsDBNull(2) ? null : row.GetString(2)))
                .Where(index => distributed.Contains(index.Table) && index.First != Tenant)
                .Select(index => $"The unique index {index.Name} of {index.Table} does not begin with the tenant."),
        ];
        return new CitusPlan(
            InOrder(distributed, references.Select(known => (known.From, known.To)), faults), InOrder(reference, references.Select(known => (known.From, known.To)), faults),
            [.. tables.Select(table => table.Name).Where(table => !distributed.Contains(table) && !reference.Contains(table))], faults);
    }

    // What is referred to comes first.
    private static List<string> InOrder(IEnumerable<string> tables, IEnumerable<(string From, string To)> references, List<string> faults)
    {
        var (left, ordered) = (tables.Order(StringComparer.Ordinal).ToList(), new List<string>());
        var within = references.Where(known => known.From != known.To).ToLookup(known => known.From, known => known.To);
        while (left.Count > 0)
        {
            if (left.Find(table => !within[table].Any(left.Contains)) is not { } next)
            {
                faults.Add($"These tables refer to one another in a circle: {string.Join(", ", left)}.");
                return ordered;
            }

            ordered.Add(next);
            left.Remove(next);
        }

        return ordered;
    }

    private static List<T> Rows<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        using var command = new NpgsqlCommand(sql, connection);
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(read(rows));
        }

        return found;
    }
}
