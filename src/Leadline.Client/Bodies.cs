using System.Text.Json.Nodes;

namespace Leadline.Client;

/// <summary>What the leads of a deleted record get instead.</summary>
internal sealed record Replacement(long? ReplacementId);

/// <summary>The field that gets its former value.</summary>
internal sealed record FieldToRestore(string Field);

/// <summary>How a lead is converted.</summary>
internal sealed record ConversionOrder(long? ExistingCustomerId)
{
    public bool? Check { get; init; }
}

/// <summary>How many leads are converted.</summary>
internal sealed record ConversionOrders(IReadOnlyList<LeadToConvert> Leads);

/// <summary>What is done to many leads.</summary>
internal sealed record BulkOrder(string Action)
{
    public IReadOnlyList<long>? Ids { get; init; }

    public JsonObject? Filter { get; init; }

    public LeadChange? Set { get; init; }

    public Optional<long?> UserId { get; init; }

    public long? TagId { get; init; }

    public bool DryRun { get; init; }
}
