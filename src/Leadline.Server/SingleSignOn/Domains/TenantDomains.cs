using System.Buffers.Text;
using System.Security.Cryptography;
using DnsClient;
using Leadline.Audit;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.SingleSignOn.Domains;

/// <summary>The domains of tenants. Whoever calls saves the context, and so decides what belongs together.</summary>
public sealed class TenantDomains(TextRecords records, AuditLog audit, TimeProvider clock)
{
    /// <summary>The most domains of a tenant.</summary>
    public const int Most = 100;

    /// <summary>What the record begins with.</summary>
    public const string Prefix = "leadline-verification=";

    /// <summary>The name below the domain at which the record may stand as well.</summary>
    public const string Label = "_leadline";

    /// <summary>A tenant's domains, by name.</summary>
    public static Task<List<ProvenDomain>> ListAsync(PlatformDb db, long tenant, CancellationToken ct = default) =>
        db.ProvenDomains.AsNoTracking().Where(domain => domain.TenantId == tenant).OrderBy(domain => domain.Domain).ToListAsync(ct);

    /// <summary>A tenant's domain of this number; null for none.</summary>
    public static Task<ProvenDomain?> FindAsync(PlatformDb db, long tenant, long id, CancellationToken ct = default) =>
        db.ProvenDomains.FirstOrDefaultAsync(domain => domain.Id == id && domain.TenantId == tenant, ct);

    /// <summary>Adds a domain, which is not proven yet.</summary>
    public ProvenDomain Add(PlatformDb db, long tenant, string domain) => db.ProvenDomains.Add(new ProvenDomain
    {
        TenantId = tenant,
        Domain = domain,
        Proof = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)),
        CreatedAt = clock.GetUtcNow().UtcDateTime,
    }).Entity;

    /// <summary>Looks whether the record of a domain is there. It asks name servers, and so belongs before a change, which others wait for.</summary>
    /// <returns>Null where the name servers do not answer.</returns>
    public async Task<bool?> HasRecordAsync(ProvenDomain domain, CancellationToken ct)
    {
        try
        {
            return (await records.FindAsync(domain.Domain, ct)).Contains(domain.Proof) || (await records.FindAsync($"{Label}.{domain.Domain}", ct)).Contains(domain.Proof);
        }
        catch (DnsResponseException)
        {
            return null;
        }
    }

    /// <summary>Notes that the record was found.</summary>
    /// <returns>False when the domain is proven for another tenant.</returns>
    public async Task<bool> ProveAsync(PlatformDb db, ProvenDomain domain, HttpContext? http, Author author)
    {
        if (await db.ProvenDomains.AnyAsync(other => other.Domain == domain.Domain && other.TenantId != domain.TenantId && other.ProvenAt != null))
        {
            return false;
        }

        domain.ProvenAt ??= clock.GetUtcNow().UtcDateTime;
        Tell(db, AuditKinds.DomainProven, domain, http, author);
        return true;
    }

    /// <summary>Removes a domain: the tenant's provider is believed about its addresses no longer.</summary>
    public void Remove(PlatformDb db, ProvenDomain domain, HttpContext? http, Author author)
    {
        db.Remove(domain);
        Tell(db, AuditKinds.DomainRemoved, domain, http, author);
    }

    private void Tell(PlatformDb db, string kind, ProvenDomain domain, HttpContext? http, Author author) =>
        audit.Add(db, AuditEntry.Of(kind, http) with { TenantId = domain.TenantId, Author = author, Details = new() { ["domain"] = domain.Domain } });
}
