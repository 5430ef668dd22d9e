namespace Leadline.Client;

/// <summary>A country or territory of ISO 3166-1.</summary>
public sealed record Country
{
    /// <summary>The ISO 3166-1 numeric code, such as 792.</summary>
    public long Id { get; init; }

    /// <summary>The ISO 3166-1 alpha-2 code, such as <c>TR</c>.</summary>
    public string Code { get; init; } = "";

    /// <summary>What it is commonly called in English, such as Türkiye.</summary>
    public string Name { get; init; } = "";
}
