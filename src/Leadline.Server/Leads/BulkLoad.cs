using System.Data.Common;
using Leadline.Customers;
using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Leadline.Leads;

/// <summary>
/// Adds many new leads, and the customers they became, batch by batch in transactions of its own. Kept counts and search index are
/// derived, and the journal is written, once per batch instead of once per row: the triggers for single rows rest meanwhile.
/// </summary>
public sealed class BulkLoad : IDisposable
{
    private const string LeadColumns = """
        tenant_id, id, lead_status_id, lead_reference_source_id, assigned_user_id, import_source_id, customer_id, country_id,
        created_at, updated_at, deleted_at, converted_at, last_synced_at, external_created_at, version,
        external_id, external_branch_id, first_name, last_name, email, phone_number, preferred_contact,
        first_name_key, last_name_key, email_key, phone_key, search_key, source_page_url, description, message, marketing_attribution
        """;

    private const string CustomerColumns = """
        tenant_id, id, first_name, last_name, phone_number, email, country_id, related_user_id, created_at, updated_at, deleted_at, version,
        first_name_key, last_name_key, email_key, phone_key, search_key
        """;

    private const string BatchSql = """
        INSERT INTO batches (tenant_id, id, action, author_kind, author_id, through, created_at)
        VALUES (@tenant, @batch, @action, @kind, @author, @through, @at) ON CONFLICT (tenant_id, id) DO NOTHING;
        """;

    private static readonly string[] BatchParameters = ["@tenant", "@batch", "@action", "@kind", "@author", "@through", "@at"];

    // The search index merges its segments half as often as usual: each merge writes again what was written.
    private const string BeginOnSqlite = $"""
        {BatchSql}
        INSERT INTO open_batch (tenant_id, batch_id, at, is_bulk) VALUES (@tenant, @batch, @at, TRUE);
        INSERT INTO lead_search (lead_search, rank) VALUES ('automerge', 8);
        """;

    // New texts are gathered and put into the search index at once, which takes a quarter of the time.
    private const string BeginOnPostgres = $"""
        {BatchSql}
        SELECT set_config('gin_pending_list_limit', '128MB', TRUE), set_config('maintenance_work_mem', '256MB', TRUE);
        SELECT set_config('leadline.tenant', @tenant::text, TRUE), set_config('leadline.batch', @batch::text, TRUE),
            set_config('leadline.at', @at::text, TRUE), set_config('leadline.is_bulk', 'on', TRUE);
        """;

    private const string CellsSql = """
        SELECT tenant_id, is_deleted, is_converted, coalesce(lead_status_id, 0), coalesce(lead_reference_source_id, 0), coalesce(assigned_user_id, 0), count(*)
        FROM leads WHERE tenant_id = @tenant AND id BETWEEN @first AND @last GROUP BY 1, 2, 3, 4, 5, 6
        """;

    private const string CellColumns = "tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads";

    private static string DeriveOnSqlite(JournalledEntity lead, JournalledEntity customer) => $"""
        INSERT INTO lead_search (rowid, text, phone)
        SELECT (tenant_id << 41) | (is_deleted << 40) | id, search_key, phone_key
        FROM leads WHERE tenant_id = @tenant AND id BETWEEN @first AND @last;

        INSERT INTO lead_counts ({CellColumns})
        {CellsSql}
        ON CONFLICT (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id)
        DO UPDATE SET leads = lead_counts.leads + excluded.leads;

        INSERT INTO tenant_revisions (tenant_id, leads) VALUES (@tenant, 1) ON CONFLICT (tenant_id) DO UPDATE SET leads = tenant_revisions.leads + 1;
        {JournalOnSqlite(customer, "@first_customer", "@last_customer")}
        {JournalOnSqlite(lead, "@first", "@last")}
        """;

    private static string JournalOnSqlite(JournalledEntity entity, string first, string last) => $"""
        {JournalSql(entity, "(SELECT journal FROM tenant_revisions WHERE tenant_id = @tenant) + row_number() OVER (ORDER BY row.id)", JournalTriggers.ValuesSql(entity, "row"), first, last)};
        UPDATE tenant_revisions SET journal = coalesce((SELECT max(id) FROM journal WHERE tenant_id = @tenant), journal) WHERE tenant_id = @tenant;
        """;

    private static string DeriveOnPostgres(JournalledEntity lead, JournalledEntity customer) => $"""
        INSERT INTO lead_count_deltas ({CellColumns})
        {CellsSql};
        INSERT INTO revision_deltas (tenant_id, leads, settings) VALUES (@tenant, 1, 0);
        INSERT INTO lead_search (tenant_id, id, is_deleted, search_key, phone_key)
        SELECT tenant_id, id, is_deleted, search_key, phone_key FROM leads WHERE tenant_id = @tenant AND id BETWEEN @first AND @last;
        SELECT gin_clean_pending_list('lead_search_by_trigram');
        {JournalOnPostgres(customer, "@first_customer", "@last_customer")};
        {JournalOnPostgres(lead, "@first", "@last")};
        """;

    private static string JournalOnPostgres(JournalledEntity entity, string first, string last) =>
        $"{JournalSql(entity, "nextval('journal_ids')", JournalTriggers.ValuesOnPostgresSql(entity, "row"), first, last)} ORDER BY row.id";

    private static string JournalSql(JournalledEntity entity, string number, string values, string first, string last) => $"""
        INSERT INTO journal (tenant_id, id, batch_id, at, entity, entity_id, subject, subject_id, operation, changes)
        SELECT row.tenant_id, {number},
            @batch, @at, '{entity.Name}', row.id, '{entity.Subject}', row.{entity.SubjectKey}, 'created', {values}
        FROM {entity.Table} row WHERE row.tenant_id = @tenant AND row.id BETWEEN {first} AND {last}
        """;

    private readonly DbConnection connection;
    private readonly TenantId tenant;
    private readonly Author author;
    private readonly string action;
    private readonly long batch;
    private readonly long at;
    private readonly DbCommand begin;
    private readonly DbCommand derive;

    /// <summary>Prepares the statements.</summary>
    /// <param name="database">Whose model tells what is journalled.</param>
    /// <param name="connection">Where to write; used by nobody else meanwhile.</param>
    /// <param name="tenant">Whose leads.</param>
    /// <param name="author">Who loads them.</param>
    /// <param name="action">What is done, for the journal: <c>lead.seed</c>.</param>
    /// <param name="batch">The journal's batch for all that is loaded.</param>
    /// <param name="now">When.</param>
    public BulkLoad(LeadlineDatabase database, DbConnection connection, TenantId tenant, Author author, string action, long batch, DateTime now)
    {
        this.connection = connection;
        this.tenant = tenant;
        this.author = author;
        this.action = action;
        this.batch = batch;
        at = Timestamp.ToMicroseconds(now);
        var journalled = Journalled(database, tenant);
        string[] rowParameters = ["@tenant", "@batch", "@at", "@first", "@last", "@first_customer", "@last_customer"];
        var (lead, customer) = (journalled["lead"], journalled["customer"]);
        (begin, derive) = connection is SqliteConnection
            ? (Prepare(BeginOnSqlite, BatchParameters), Prepare($"{DeriveOnSqlite(lead, customer)} DELETE FROM open_batch;", rowParameters))
            : (Prepare(BeginOnPostgres, BatchParameters), Prepare(DeriveOnPostgres(lead, customer), rowParameters));
    }

    /// <summary>Writes down the journal's batch alone: where several load side by side, the others would wait for the first to have written its leads with it.</summary>
    public void Open()
    {
        using var open = Prepare(BatchSql, BatchParameters);
        using var transaction = connection.BeginTransaction();
        Run(open, transaction, tenant.Value, batch, action, author.Kind, author.Id, author.Through, at);
        transaction.Commit();
    }

    /// <summary>Writes one batch, whole or not at all.</summary>
    /// <param name="leads">New leads with consecutive ids, their keys folded.</param>
    /// <param name="customers">The customers they refer to, with consecutive ids, their keys folded.</param>
    public void Write(IReadOnlyList<Lead> leads, IReadOnlyList<Customer> customers)
    {
        using var transaction = connection.BeginTransaction();
        Run(begin, transaction, tenant.Value, batch, action, author.Kind, author.Id, author.Through, at);
        Write(transaction, "customers", CustomerColumns, customers, row =>
        [
            row.TenantId, row.Id, row.FirstName, row.LastName, row.PhoneNumber, row.Email, row.CountryId, row.RelatedUserId,
            Stored(row.CreatedAt), Stored(row.UpdatedAt), Stored(row.DeletedAt), row.Version,
            row.FirstNameKey, row.LastNameKey, row.EmailKey, row.PhoneKey, row.SearchKey,
        ]);
        Write(transaction, "leads", LeadColumns, leads, row =>
        [
            row.TenantId, row.Id, row.LeadStatusId, row.LeadReferenceSourceId, row.AssignedUserId, row.ImportSourceId, row.CustomerId, row.CountryId,
            Stored(row.CreatedAt), Stored(row.UpdatedAt), Stored(row.DeletedAt), Stored(row.ConvertedAt), Stored(row.LastSyncedAt), Stored(row.ExternalCreatedAt), row.Version,
            row.ExternalId, row.ExternalBranchId, row.FirstName, row.LastName, row.Email, row.PhoneNumber, row.PreferredContact,
            row.FirstNameKey, row.LastNameKey, row.EmailKey, row.PhoneKey, row.SearchKey, row.SourcePageUrl, row.Description, row.Message, row.MarketingAttribution,
        ]);
        Run(
            derive, transaction, tenant.Value, batch, at, leads[0].Id, leads[^1].Id,
            customers.Count > 0 ? customers[0].Id : 0L, customers.Count > 0 ? customers[^1].Id : -1L);
        transaction.Commit();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        begin.Dispose();
        derive.Dispose();
    }

    private static Dictionary<string, JournalledEntity> Journalled(LeadlineDatabase database, TenantId tenant)
    {
        using var db = database.For(tenant.Whole);
        return JournalConventions.Of(JournalTriggers.ModelOf(db)).ToDictionary(entity => entity.Name);
    }

    private void Write<T>(DbTransaction transaction, string table, string columns, IReadOnlyList<T> rows, Func<T, object?[]> values)
    {
        if (connection is NpgsqlConnection postgres)
        {
            using var copy = postgres.BeginBinaryImport($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
            foreach (var row in rows)
            {
                copy.WriteRow(values(row));
            }

            copy.Complete();
            return;
        }

        var parameters = columns.Split(',', StringSplitOptions.TrimEntries).Select(column => $"@{column}").ToArray();
        using var insert = Prepare($"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", parameters)})", parameters);
        foreach (var row in rows)
        {
            Run(insert, transaction, values(row));
        }
    }

    private DbCommand Prepare(string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Add(parameter);
        }

        return command;
    }

    private static void Run(DbCommand command, DbTransaction transaction, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private static long? Stored(DateTime? time) => time is { } value ? Timestamp.ToMicroseconds(value) : null;
}
