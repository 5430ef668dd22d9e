using System.Data.Common;
using Leadline.Platform.Database;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>A row of <c>leads</c>, as hand-written SQL reads it.</summary>
internal static class LeadRow
{
    /// <summary>The columns, in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns = """
        id, first_name, last_name, phone_number, email, description, message, preferred_contact, source_page_url, country_id,
        converted_at, customer_id, marketing_attribution, external_id, external_branch_id, external_created_at, last_synced_at,
        import_source_id, created_at, updated_at, deleted_at, lead_status_id, lead_reference_source_id, assigned_user_id
        """;

    /// <summary>The same of a table that is called something else.</summary>
    public static string ColumnsOf(string alias) => string.Join(", ", Columns.Split(',', StringSplitOptions.TrimEntries).Select(column => $"{alias}.{column}"));

    /// <summary>How many they are.</summary>
    public const int Count = 24;

    /// <summary>The row at hand as the published resource.</summary>
    public static LeadResource Read(DbDataReader row, LeadDirectory directory)
    {
        var country = Number(row, 9);
        return new LeadResource
        {
            Id = row.GetInt64(0),
            FirstName = Text(row, 1),
            LastName = Text(row, 2),
            PhoneNumber = Text(row, 3),
            Email = Text(row, 4),
            Description = Text(row, 5),
            Message = Text(row, 6),
            PreferredContact = Text(row, 7),
            SourcePageUrl = Text(row, 8),
            CountryId = country,
            ConvertedAt = Time(row, 10),
            CustomerId = Number(row, 11),
            MarketingAttribution = Text(row, 12) is { } json ? new RawJson(json) : null,
            ExternalId = Text(row, 13),
            ExternalBranchId = Text(row, 14),
            ExternalCreatedAt = Time(row, 15),
            LastSyncedAt = Time(row, 16),
            ImportSourceId = Number(row, 17),
            CreatedAt = Timestamp.FromMicroseconds(row.GetInt64(18)),
            UpdatedAt = Timestamp.FromMicroseconds(row.GetInt64(19)),
            DeletedAt = Time(row, 20),
            Status = Number(row, 21) is { } status ? directory.Statuses[status] : null,
            ReferenceSource = Number(row, 22) is { } source ? directory.Sources[source] : null,
            AssignedUser = Number(row, 23) is { } user ? directory.Users[user] : null,
            CountryName = country is { } id ? Countries.Find(id)?.Name : null,
        };
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static DateTime? Time(DbDataReader row, int column) => row.IsDBNull(column) ? null : Timestamp.FromMicroseconds(row.GetInt64(column));
}
