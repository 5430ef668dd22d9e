using Leadline.Customers;
using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;

namespace Leadline.Leads;

/// <summary>
/// Adds many new leads, and the customers they became, batch by batch in transactions of its own. Kept counts and search index are
/// derived once per batch instead of once per row: the triggers that do it for single rows rest while the batch is being written.
/// </summary>
public sealed class BulkLoad : IDisposable
{
    private const string LeadColumns = """
        tenant_id, id, lead_status_id, lead_reference_source_id, assigned_user_id, import_source_id, customer_id, country_id,
        created_at, updated_at, deleted_at, converted_at, last_synced_at, external_created_at, version,
        external_id, external_branch_id, first_name, last_name, email, phone_number, preferred_contact,
        first_name_key, last_name_key, email_key, phone_key, search_key, source_page_url, description, message, marketing_attribution
        """;

    private const string CustomerColumns =
        "tenant_id, id, first_name, last_name, phone_number, email, country_id, related_user_id, created_at, updated_at, deleted_at";

    // The search index merges its segments half as often as usual: each merge writes again what was written.
    private const string BeginSql = """
        INSERT INTO lead_bulk_loads (tenant_id) VALUES (@tenant);
        INSERT INTO lead_search (lead_search, rank) VALUES ('automerge', 8);
        """;

    private const string DeriveSql = """
        INSERT INTO lead_counts
        SELECT tenant_id, is_deleted, is_converted, ifnull(lead_status_id, 0), ifnull(lead_reference_source_id, 0), ifnull(assigned_user_id, 0), count(*)
        FROM leads WHERE tenant_id = @tenant AND id BETWEEN @first AND @last GROUP BY 1, 2, 3, 4, 5, 6
        ON CONFLICT DO UPDATE SET leads = leads + excluded.leads;

        INSERT INTO lead_search (rowid, text, phone)
        SELECT (tenant_id << 41) | (is_deleted << 40) | id, search_key, phone_key
        FROM leads WHERE tenant_id = @tenant AND id BETWEEN @first AND @last;

        INSERT INTO tenant_revisions (tenant_id, leads) VALUES (@tenant, 1) ON CONFLICT DO UPDATE SET leads = leads + 1;
        """;

    private readonly SqliteConnection connection;
    private readonly TenantId tenant;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand lead;
    private readonly SqliteCommand customer;
    private readonly SqliteCommand derive;
    private readonly SqliteCommand end;

    /// <summary>Prepares the statements.</summary>
    /// <param name="connection">Where to write; used by nobody else meanwhile.</param>
    /// <param name="tenant">Whose leads.</param>
    public BulkLoad(SqliteConnection connection, TenantId tenant)
    {
        this.connection = connection;
        this.tenant = tenant;
        begin = Prepare(BeginSql, "@tenant");
        lead = PrepareInsert("leads", LeadColumns);
        customer = PrepareInsert("customers", CustomerColumns);
        derive = Prepare(DeriveSql, "@tenant", "@first", "@last");
        end = Prepare("DELETE FROM lead_bulk_loads", []);
    }

    /// <summary>Writes one batch, whole or not at all.</summary>
    /// <param name="leads">New leads with consecutive ids, their keys folded.</param>
    /// <param name="customers">The customers they refer to.</param>
    public void Write(IReadOnlyList<Lead> leads, IReadOnlyList<Customer> customers)
    {
        using var transaction = connection.BeginTransaction();
        Run(begin, transaction, tenant.Value);
        foreach (var row in customers)
        {
            Run(customer, transaction,
                row.TenantId, row.Id, row.FirstName, row.LastName, row.PhoneNumber, row.Email, row.CountryId, row.RelatedUserId,
                Stored(row.CreatedAt), Stored(row.UpdatedAt), Stored(row.DeletedAt));
        }

        foreach (var row in leads)
        {
            Run(lead, transaction,
                row.TenantId, row.Id, row.LeadStatusId, row.LeadReferenceSourceId, row.AssignedUserId, row.ImportSourceId, row.CustomerId, row.CountryId,
                Stored(row.CreatedAt), Stored(row.UpdatedAt), Stored(row.DeletedAt), Stored(row.ConvertedAt), Stored(row.LastSyncedAt), Stored(row.ExternalCreatedAt), row.Version,
                row.ExternalId, row.ExternalBranchId, row.FirstName, row.LastName, row.Email, row.PhoneNumber, row.PreferredContact,
                row.FirstNameKey, row.LastNameKey, row.EmailKey, row.PhoneKey, row.SearchKey, row.SourcePageUrl, row.Description, row.Message, row.MarketingAttribution);
        }

        Run(derive, transaction, tenant.Value, leads[0].Id, leads[^1].Id);
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

    private SqliteCommand PrepareInsert(string table, string columns)
    {
        var parameters = columns.Split(',', StringSplitOptions.TrimEntries).Select(column => $"@{column}").ToArray();
        return Prepare($"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", parameters)})", parameters);
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }

    private static void Run(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object?> values)
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
