using Leadline.Customers;
using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;

namespace Leadline.Leads;

/// <summary>Inserts many leads on one connection, by one prepared statement; kept counts and search index follow by the database's triggers.</summary>
public sealed class InsertLeads : IDisposable
{
    private readonly SqliteCommand lead;
    private readonly SqliteCommand customer;

    /// <summary>Prepares the statements.</summary>
    public InsertLeads(SqliteConnection connection)
    {
        lead = Prepare(connection, "leads",
        [
            "tenant_id", "id", "lead_status_id", "lead_reference_source_id", "assigned_user_id", "import_source_id", "customer_id", "country_id",
            "created_at", "updated_at", "deleted_at", "converted_at", "last_synced_at", "external_created_at", "version",
            "external_id", "external_branch_id", "first_name", "last_name", "email", "phone_number", "preferred_contact",
            "first_name_key", "last_name_key", "email_key", "phone_key", "search_key", "source_page_url", "description", "message", "marketing_attribution",
        ]);
        customer = Prepare(connection, "customers",
            ["tenant_id", "id", "first_name", "last_name", "phone_number", "email", "country_id", "related_user_id", "created_at", "updated_at", "deleted_at"]);
    }

    /// <summary>Inserts a lead whose keys are folded, in the connection's transaction.</summary>
    public void Insert(Lead row, SqliteTransaction transaction) => Run(
        lead,
        transaction,
        row.TenantId, row.Id, row.LeadStatusId, row.LeadReferenceSourceId, row.AssignedUserId, row.ImportSourceId, row.CustomerId, row.CountryId,
        Stored(row.CreatedAt), Stored(row.UpdatedAt), Stored(row.DeletedAt), Stored(row.ConvertedAt), Stored(row.LastSyncedAt), Stored(row.ExternalCreatedAt), row.Version,
        row.ExternalId, row.ExternalBranchId, row.FirstName, row.LastName, row.Email, row.PhoneNumber, row.PreferredContact,
        row.FirstNameKey, row.LastNameKey, row.EmailKey, row.PhoneKey, row.SearchKey, row.SourcePageUrl, row.Description, row.Message, row.MarketingAttribution);

    /// <summary>Inserts a customer, in the connection's transaction.</summary>
    public void Insert(Customer row, SqliteTransaction transaction) => Run(
        customer,
        transaction,
        row.TenantId, row.Id, row.FirstName, row.LastName, row.PhoneNumber, row.Email, row.CountryId, row.RelatedUserId,
        Stored(row.CreatedAt), Stored(row.UpdatedAt), Stored(row.DeletedAt));

    /// <inheritdoc />
    public void Dispose()
    {
        lead.Dispose();
        customer.Dispose();
    }

    private static long? Stored(DateTime? time) => time is { } value ? Timestamp.ToMicroseconds(value) : null;

    private static SqliteCommand Prepare(SqliteConnection connection, string table, string[] columns)
    {
        var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => $"@{column}"))})";
        foreach (var column in columns)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@{column}" });
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
}
