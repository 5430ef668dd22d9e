using System.Data.Common;
using Leadline.Customers;
using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;

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

    private const string BeginSql = """
        INSERT INTO batches (tenant_id, id, action, author_kind, author_id, through, created_at)
        VALUES (@tenant, @batch, @action, @kind, @author, @through, @at) ON CONFLICT (tenant_id, id) DO NOTHING;
        INSERT INTO open_batch (tenant_id, batch_id, at, is_bulk) VALUES (@tenant, @batch, @at, TRUE);
        """;

    // The search index merges its segments half as often as usual: each merge writes again what was written.
    private const string BeginSearchSql = "INSERT INTO lead_search (lead_search, rank) VALUES ('automerge', 8);";

    private const string SearchSql = """
        INSERT INTO lead_search (rowid, text, phone)
        SELECT (tenant_id << 41) | (is_deleted << 40) | id, search_key, phone_key
        FROM leads WHERE tenant_id = @tenant AND id BETWEEN @first AND @last;

        """;

    private static string DeriveSql(JournalledEntity lead, JournalledEntity customer) => $"""
        INSERT INTO lead_counts (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads)
        SELECT tenant_id, is_deleted, is_converted, coalesce(lead_status_id, 0), coalesce(lead_reference_source_id, 0), coalesce(assigned_user_id, 0), count(*)
        FROM leads WHERE tenant_id = @tenant AND id BETWEEN @first AND @last GROUP BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id)
        DO UPDATE SET leads = lead_counts.leads + excluded.leads;

        {JournalSql(customer, "@first_customer", "@last_customer")}
        {JournalSql(lead, "@first", "@last")}
        INSERT INTO tenant_revisions (tenant_id, leads) VALUES (@tenant, 1) ON CONFLICT (tenant_id) DO UPDATE SET leads = tenant_revisions.leads + 1;
        """;

    private static string JournalSql(JournalledEntity entity, string first, string last) => $"""
        INSERT INTO tenant_revisions (tenant_id, journal) VALUES (@tenant, 0) ON CONFLICT (tenant_id) DO NOTHING;
        INSERT INTO journal (tenant_id, id, batch_id, at, entity, entity_id, subject, subject_id, operation, changes)
        SELECT row.tenant_id, (SELECT journal FROM tenant_revisions WHERE tenant_id = @tenant) + row_number() OVER (ORDER BY row.id),
            @batch, @at, '{entity.Name}', row.id, '{entity.Subject}', row.{entity.SubjectKey}, 'created', {JournalTriggers.ValuesSql(entity, "row")}
        FROM {entity.Table} row WHERE row.tenant_id = @tenant AND row.id BETWEEN {first} AND {last};
        UPDATE tenant_revisions SET journal = coalesce((SELECT max(id) FROM journal WHERE tenant_id = @tenant), journal) WHERE tenant_id = @tenant;
        """;

    private readonly DbConnection connection;
    private readonly TenantId tenant;
    private readonly Author author;
    private readonly string action;
    private readonly long batch;
    private readonly long at;
    private readonly DbCommand begin;
    private readonly DbCommand lead;
    private readonly DbCommand customer;
    private readonly DbCommand derive;
    private readonly DbCommand end;

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
        var isSqlite = connection is SqliteConnection; // which alone has a search index beside the table
        begin = Prepare(isSqlite ? BeginSql + BeginSearchSql : BeginSql, "@tenant", "@batch", "@action", "@kind", "@author", "@through", "@at");
        lead = PrepareInsert("leads", LeadColumns);
        customer = PrepareInsert("customers", CustomerColumns);
        derive = Prepare((isSqlite ? SearchSql : "") + DeriveSql(journalled["lead"], journalled["customer"]), "@tenant", "@batch", "@at", "@first", "@last", "@first_customer", "@last_customer");
        end = Prepare("DELETE FROM open_batch", []);
    }

    /// <summary>Writes one batch, whole or not at all.</summary>
    /// <param name="leads">New leads with consecutive ids, their keys folded.</param>
    /// <param name="customers">The customers they refer to, with consecutive ids, their keys folded.</param>
    public void Write(IReadOnlyList<Lead> leads, IReadOnlyList<Customer> customers)
    {
        using var transaction = connection.BeginTransaction();
        Run(begin, transaction, tenant.Value, batch, action, author.Kind, author.Id, author.Through, at);
        foreach (var row in customers)
        {
            Run(customer, transaction,
                row.TenantId, row.Id, row.FirstName, row.LastName, row.PhoneNumber, row.Email, row.CountryId, row.RelatedUserId,
                Stored(row.CreatedAt), Stored(row.UpdatedAt), Stored(row.DeletedAt), row.Version,
                row.FirstNameKey, row.LastNameKey, row.EmailKey, row.PhoneKey, row.SearchKey);
        }

        foreach (var row in leads)
        {
            Run(lead, transaction,
                row.TenantId, row.Id, row.LeadStatusId, row.LeadReferenceSourceId, row.AssignedUserId, row.ImportSourceId, row.CustomerId, row.CountryId,
                Stored(row.CreatedAt), Stored(row.UpdatedAt), Stored(row.DeletedAt), Stored(row.ConvertedAt), Stored(row.LastSyncedAt), Stored(row.ExternalCreatedAt), row.Version,
                row.ExternalId, row.ExternalBranchId, row.FirstName, row.LastName, row.Email, row.PhoneNumber, row.PreferredContact,
                row.FirstNameKey, row.LastNameKey, row.EmailKey, row.PhoneKey, row.SearchKey, row.SourcePageUrl, row.Description, row.Message, row.MarketingAttribution);
        }

        Run(
            derive, transaction, tenant.Value, batch, at, leads[0].Id, leads[^1].Id,
            customers.Count > 0 ? customers[0].Id : 0L, customers.Count > 0 ? customers[^1].Id : -1L);
        Run(end, transaction);
        transaction.Commit();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        begin.Dispose();
        lead.Dispose();
        customer.Dispose();
        derive.Dispose();
        end.Dispose();
    }

    private static Dictionary<string, JournalledEntity> Journalled(LeadlineDatabase database, TenantId tenant)
    {
        using var db = database.For(tenant.Whole);
        return JournalConventions.Of(JournalTriggers.ModelOf(db)).ToDictionary(entity => entity.Name);
    }

    private DbCommand PrepareInsert(string table, string columns)
    {
        var parameters = columns.Split(',', StringSplitOptions.TrimEntries).Select(column => $"@{column}").ToArray();
        return Prepare($"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", parameters)})", parameters);
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
