namespace Leadline.Leads;

/// <summary>
/// The indexes behind the published sorts and filters. Each begins with tenant and trash, goes on with what it orders,
/// and ends with the other filters, so that a walk tests them without a look at the row.
/// </summary>
public static class LeadIndexes
{
    /// <summary>Orders by the time a lead came in.</summary>
    public const string ByCreatedAt = "leads_by_created_at";

    /// <summary>Orders by the folded family name.</summary>
    public const string ByLastName = "leads_by_last_name";

    /// <summary>Orders by the folded given name.</summary>
    public const string ByFirstName = "leads_by_first_name";

    /// <summary>Orders by the time of conversion.</summary>
    public const string ByConvertedAt = "leads_by_converted_at";

    /// <summary>Orders by the time of the last sync.</summary>
    public const string ByLastSyncedAt = "leads_by_last_synced_at";

    /// <summary>One status's leads by the time they came in.</summary>
    public const string ByStatus = "leads_by_status";

    /// <summary>One reference source's leads by the time they came in.</summary>
    public const string BySource = "leads_by_source";

    /// <summary>One member's leads by the time they came in.</summary>
    public const string ByAssignee = "leads_by_assignee";

    /// <summary>The leads with an e-mail address.</summary>
    public const string ByEmail = "leads_by_email";

    /// <summary>The leads with a phone number.</summary>
    public const string ByPhone = "leads_by_phone";

    /// <summary>The leads with an external id.</summary>
    public const string ByExternalId = "leads_by_external_id";

    /// <summary>The leads that became customers.</summary>
    public const string ByCustomer = "ix_leads_tenant_id_customer_id";

    /// <summary>No two live leads without an import source have one external id.</summary>
    public const string OneWithoutSource = "leads_one_without_source";

    /// <summary>The leads by the time they were last changed.</summary>
    public const string ByUpdatedAt = "leads_by_updated_at";

    /// <summary>The key of the table itself.</summary>
    public const string ByNumber = "";
}
