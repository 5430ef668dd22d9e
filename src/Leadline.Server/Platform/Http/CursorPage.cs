using System.Text.Json.Serialization;

namespace Leadline.Platform.Http;

/// <summary>A page of a list that is read on by a cursor.</summary>
/// <typeparam name="T">The records' type.</typeparam>
/// <param name="Data">The records.</param>
/// <param name="Meta">Where to go on.</param>
public sealed record CursorPage<T>(IReadOnlyList<T> Data, CursorMeta Meta);

/// <summary>Where a list goes on.</summary>
/// <param name="Cursor">To be sent for what follows; null at the end of a list that has an end.</param>
/// <param name="HasMore">True when something follows already.</param>
public sealed record CursorMeta(string? Cursor, bool HasMore)
{
    /// <summary>Records in the whole list, exactly; a feed has no total.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Total { get; init; }
}

/// <summary>Makes pages of lists.</summary>
public static class CursorPage
{
    /// <summary>A page of a list.</summary>
    /// <param name="records">Its records.</param>
    /// <param name="next">Where the list goes on; null at its end.</param>
    /// <param name="total">Records in the whole list.</param>
    public static CursorPage<T> Of<T>(IReadOnlyList<T> records, PageCursor? next, long total) =>
        new(records, new CursorMeta(next?.ToString(), next is not null) { Total = total });
}
