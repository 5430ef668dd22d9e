using Leadline.Notes;

namespace Leadline.Customers;

/// <summary>A note on a customer.</summary>
public sealed class CustomerNote : Note
{
    /// <summary>The customer.</summary>
    public long CustomerId { get; set; }

    /// <inheritdoc />
    public override (string Kind, long Id) Subject => ("customer", CustomerId);
}
