namespace Leadline.SingleSignOn.Domains;

/// <summary>A domain of e-mail addresses that a tenant says is its own. The provider of the tenant is believed about addresses of those that are proven.</summary>
public sealed class ProvenDomain
{
    /// <summary>The domain's number.</summary>
    public long Id { get; set; }

    /// <summary>The tenant.</summary>
    public long TenantId { get; set; }

    /// <summary>The domain, in lower case and ASCII.</summary>
    public required string Domain { get; set; }

    /// <summary>The text that proves it, as a TXT record of the domain.</summary>
    public required string Proof { get; set; }

    /// <summary>When the record was found; null for not yet. A domain is proven for one tenant at most.</summary>
    public DateTime? ProvenAt { get; set; }

    /// <summary>When it was added.</summary>
    public DateTime CreatedAt { get; set; }
}
