using System.Text.Json.Serialization;

namespace Leadline.Client;

/// <summary>What a conversion made.</summary>
public sealed record Conversion
{
    /// <summary><c>created</c>, <c>linked</c>, or <c>checked</c> when nothing was converted.</summary>
    public string Result { get; init; } = "";

    /// <summary>The customer; null after a check.</summary>
    public Customer? Customer { get; init; }

    /// <summary>The lead as it is now.</summary>
    public Lead Lead { get; init; } = new();

    /// <summary>After a check: customers with the same e-mail or phone.</summary>
    public IReadOnlyList<Customer>? LikelyCustomers { get; init; }
}

/// <summary>What taking a conversion back left.</summary>
public sealed record RevertedConversion
{
    /// <summary><c>removed</c> or <c>kept</c>.</summary>
    public string Customer { get; init; } = "";

    /// <summary>Why it was kept.</summary>
    public string? Why { get; init; }

    /// <summary>The customer that was linked.</summary>
    public long CustomerId { get; init; }

    /// <summary>The lead as it is now.</summary>
    public Lead Lead { get; init; } = new();
}

/// <summary>A lead to be converted with others.</summary>
/// <param name="Id">The lead's number.</param>
/// <param name="ExistingCustomerId">The customer to link it to; null to make a new one.</param>
public sealed record LeadToConvert(long Id, long? ExistingCustomerId = null);

/// <summary>What became of one lead.</summary>
public sealed record ConversionResult
{
    /// <summary>The lead's number.</summary>
    public long Id { get; init; }

    /// <summary><c>created</c>, <c>linked</c> or <c>failed</c>.</summary>
    public string Result { get; init; } = "";

    /// <summary>The customer the lead is now, or was already.</summary>
    public long? CustomerId { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public ConversionError? Error { get; init; }
}

/// <summary>Why a lead was not converted.</summary>
public sealed record ConversionError
{
    /// <summary>The machine code, one of <see cref="ErrorCodes"/>.</summary>
    [JsonPropertyName("error")]
    public string Code { get; init; } = "";

    /// <summary>A sentence for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>For <c>validation_failed</c>: the sentences about each field, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }
}
