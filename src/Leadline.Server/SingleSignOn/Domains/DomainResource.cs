namespace Leadline.SingleSignOn.Domains;

/// <summary>A domain of e-mail addresses about which the tenant's provider is believed once it is proven.</summary>
/// <param name="Id">The domain's number.</param>
/// <param name="Domain">The domain, in lower case and ASCII.</param>
/// <param name="Proof">The text that proves it: a TXT record of the domain itself, or of <c>_leadline</c> below it.</param>
/// <param name="ProvenAt">When the record was found; null for not yet.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record DomainResource(long Id, string Domain, string Proof, DateTime? ProvenAt, DateTime CreatedAt)
{
    /// <summary>The resource of a domain.</summary>
    public static DomainResource Of(ProvenDomain domain) => new(domain.Id, domain.Domain, domain.Proof, domain.ProvenAt, domain.CreatedAt);
}

/// <summary>The domains of the tenant.</summary>
/// <param name="Data">Each of them, by name.</param>
public sealed record DomainList(IReadOnlyList<DomainResource> Data);
