using Leadline.Platform.Database;

namespace Leadline.Customers;

/// <summary>A tag on a customer.</summary>
public sealed class CustomerTag : IRow
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>The customer.</summary>
    public long CustomerId { get; set; }

    /// <summary>The tag.</summary>
    public long TagId { get; set; }
}
