using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Leadline.Platform.Database.Postgres;

/// <summary>
/// The wall between tenants within the database: row-level security. What is done for a tenant is done as a role that owns no table and cannot pass
/// the wall, and which sees the rows of the tenant that the transaction names and no others, whatever the query asks. What belongs to no one tenant is
/// done as the owner.
/// </summary>
internal static class PostgresWall
{
    /// <summary>The role; the whole server has it once.</summary>
    public const string Role = "leadline_app";

    /// <summary>
    /// Goes behind the wall for the rest of the transaction, as <c>@behind</c>, the tenant's number as text. There a statement is planned once and
    /// not for every tenant and page: that would take longer than running it. Nor is such a plan made to walk through a table that was empty when it was made.
    /// </summary>
    public const string EnterSql =
        $"SELECT set_config('role', '{Role}', TRUE), set_config('leadline.tenant', @behind, TRUE), set_config('plan_cache_mode', 'force_generic_plan', TRUE), set_config('enable_seqscan', 'off', TRUE)";

    /// <summary>The same for hand-written reads, whose orders come from indexes: the planner sorts only what no index has in order, joins row by row and in the order in which the
    /// joins are written, and mixes no two walks; nor is a sort taken for so dear, since it was ruled out, that it is compiled first.</summary>
    public const string EnterToReadSql = $"""
        {EnterSql}, set_config('enable_sort', 'off', TRUE), set_config('enable_hashjoin', 'off', TRUE), set_config('enable_mergejoin', 'off', TRUE), set_config('join_collapse_limit', '1', TRUE),
            set_config('max_parallel_workers_per_gather', '0', TRUE), set_config('jit', 'off', TRUE)
        """;

    /// <summary>Goes behind the wall again, in a transaction that has named its tenant.</summary>
    public const string ReturnSql = $"SELECT set_config('role', '{Role}', TRUE)";

    /// <summary>Comes out before the wall.</summary>
    public const string LeaveSql = "SELECT set_config('role', 'none', TRUE)";

    // Of what has no tenant, the role reads what belongs to no tenant at all, the names of people, and the one tenant.
    private const string Readable = "'countries', 'tenants', 'users'";

    /// <summary>The tables that the role has a right to which it should not have.</summary>
    public const string TooOpenSql = $"""
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
            AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
            AND (has_table_privilege('{Role}', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
                OR c.relname NOT IN ({Readable}) AND has_table_privilege('{Role}', c.oid, 'SELECT')
                OR c.relname = 'tenants' AND NOT c.relrowsecurity)
        """;

    // Every table with a tenant is behind the wall, whoever made it, so that a new one needs no further work.
    private const string OutsideSql = $"""
        SELECT count(*) FROM (
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v') AND (
                NOT (has_table_privilege('{Role}', c.oid, 'SELECT') AND has_table_privilege('{Role}', c.oid, 'INSERT')
                    AND has_table_privilege('{Role}', c.oid, 'UPDATE') AND has_table_privilege('{Role}', c.oid, 'DELETE'))
                OR c.relkind = 'r' AND NOT c.relrowsecurity)
            UNION ALL
            {TooOpenSql}) wrong
        """;

    private const string RaiseSql = $"""
        DO $wall$
        DECLARE
            here text := quote_ident(current_schema());
            relation record;
        BEGIN
            EXECUTE 'GRANT USAGE ON SCHEMA ' || here || ' TO {Role}';
            EXECUTE 'REVOKE ALL ON ALL TABLES IN SCHEMA ' || here || ' FROM {Role}';
            EXECUTE 'GRANT USAGE ON ALL SEQUENCES IN SCHEMA ' || here || ' TO {Role}';
            FOR relation IN
                SELECT c.oid::regclass AS name, c.relkind, c.relrowsecurity FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v')
            LOOP
                EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO {Role}', relation.name);
                IF relation.relkind = 'r' AND NOT relation.relrowsecurity THEN
                    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation.name);
                    EXECUTE format('CREATE POLICY tenant_wall ON %s TO {Role} USING (tenant_id = current_tenant())', relation.name);
                END IF;
            END LOOP;
            GRANT SELECT ON countries, tenants, users TO {Role};
            IF NOT (SELECT relrowsecurity FROM pg_class WHERE oid = 'tenants'::regclass) THEN
                ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
                CREATE POLICY tenant_wall ON tenants TO {Role} USING (id = current_tenant());
            END IF;
        END $wall$;
        """;

    private static readonly ConditionalWeakTable<DbConnection, WallSide> Sides = [];

    /// <summary>Sends EF Core's commands to their side of the wall.</summary>
    public static IInterceptor Guard { get; } = new Gate();

    /// <summary>The tenant behind the wall.</summary>
    public static (string Name, object Value) Parameter(TenantId tenant) => ("@behind", tenant.ToString());

    /// <summary>Puts all tables with a tenant behind the wall that are not yet there.</summary>
    /// <param name="connection">As the owner of the tables.</param>
    /// <param name="migrationLock">The lock of who changes the schema.</param>
    public static void Raise(NpgsqlConnection connection, long migrationLock)
    {
        using var outside = new NpgsqlCommand(OutsideSql, connection);
        if ((long)(outside.ExecuteScalar() ?? 0L) == 0)
        {
            return;
        }

        using var transaction = connection.BeginTransaction();
        connection.Execute($"SELECT pg_advisory_xact_lock({migrationLock})");
        connection.Execute(RaiseSql);
        transaction.Commit();
    }

    /// <summary>Knows from here on where a connection stands that changes sides within its transactions.</summary>
    public static WallSide Watch(DbConnection connection)
    {
        var side = new WallSide(connection);
        Sides.Add(connection, side);
        return side;
    }

    // A tenant's context that reads goes behind the wall with each command; within a change the connection knows on which side it is.
    private sealed class Gate : DbCommandInterceptor
    {
        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            if (!IsPlaced(command, eventData) && eventData.Context is TenantDb tenant)
            {
                var (name, value) = Parameter(tenant.Tenant);
                command.Add(name, value);
                command.CommandText = $"{EnterSql}; {command.CommandText}";
            }

            return result;
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ReaderExecuting(command, eventData, result));

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Place(command, eventData);
            return result;
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(NonQueryExecuting(command, eventData, result));

        public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
        {
            Place(command, eventData);
            return result;
        }

        public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(ScalarExecuting(command, eventData, result));

        public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
        {
            if (command.CommandText.StartsWith(EnterSql, StringComparison.Ordinal))
            {
                result.NextResult();
            }

            return result;
        }

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.StartsWith(EnterSql, StringComparison.Ordinal))
            {
                await result.NextResultAsync(cancellationToken);
            }

            return result;
        }

        private static bool IsPlaced(DbCommand command, CommandEventData eventData)
        {
            if (command.Connection is not { } connection || !Sides.TryGetValue(connection, out var side))
            {
                return false;
            }

            side.Go(behind: eventData.Context is TenantDb);
            return true;
        }

        private static void Place(DbCommand command, CommandEventData eventData)
        {
            if (!IsPlaced(command, eventData) && eventData.Context is TenantDb)
            {
                throw new InvalidOperationException("Rows of a tenant are changed within a TenantWrite only.");
            }
        }
    }
}

/// <summary>On which side of the wall a connection stands, within a transaction that has named its tenant.</summary>
internal sealed class WallSide(DbConnection connection)
{
    private bool isBehind;

    /// <summary>The transaction began behind the wall, or went back to where it did.</summary>
    public void IsBehind() => isBehind = true;

    /// <summary>Goes to a side, unless it is there.</summary>
    public void Go(bool behind)
    {
        if (isBehind != behind)
        {
            connection.Execute(behind ? PostgresWall.ReturnSql : PostgresWall.LeaveSql);
            isBehind = behind;
        }
    }
}
