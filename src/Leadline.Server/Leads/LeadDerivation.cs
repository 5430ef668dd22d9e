namespace Leadline.Leads;

/// <summary>Makes what is derived from leads for very many of them at once, where the triggers that do so for each rest.</summary>
internal static class LeadDerivation
{
    /// <summary>The table it is derived from.</summary>
    public const string Leads = "leads";

    /// <summary>The kept counts of all leads; there must be none.</summary>
    public const string CountsSql = """
        INSERT INTO lead_counts (tenant_id, is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, leads)
        SELECT tenant_id, is_deleted, is_converted, coalesce(lead_status_id, 0), coalesce(lead_reference_source_id, 0), coalesce(assigned_user_id, 0), count(*)
        FROM leads GROUP BY 1, 2, 3, 4, 5, 6
        """;

    /// <summary>Adds to SQLite's search index the leads from one key to another, in the order of the index, which it takes in much faster.</summary>
    public const string SearchSql = """
        INSERT INTO lead_search (rowid, text, phone)
        SELECT (tenant_id << 41) | (is_deleted << 40) | id, search_key, phone_key FROM leads
        WHERE (tenant_id, id) >= (@first_tenant, @first) AND (tenant_id, id) <= (@last_tenant, @last) ORDER BY tenant_id, is_deleted, id
        """;

    /// <summary>Empties SQLite's search index.</summary>
    public const string EmptySearchSql = "INSERT INTO lead_search (lead_search) VALUES ('delete-all')";
}
