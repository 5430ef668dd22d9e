using System.Text.Json.Serialization;

namespace Leadline.Client;

/// <summary>A numbered page of a list.</summary>
/// <typeparam name="T">The records' type.</typeparam>
public sealed record Page<T>
{
    /// <summary>The records of this page, in order; empty past the last page.</summary>
    public IReadOnlyList<T> Data { get; init; } = [];

    /// <summary>Where the neighbouring pages are.</summary>
    public PageLinks Links { get; init; } = new();

    /// <summary>Which page this is, of how many.</summary>
    public PageMeta Meta { get; init; } = new();

    /// <summary>Records in the whole list, exactly.</summary>
    [JsonIgnore]
    public long Total => Meta.Total;

    /// <summary>The tag of just this page as it is; reading it again with this page as <c>known</c> costs little while nothing changes.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    [JsonIgnore]
    internal Uri? Address { get; init; }
}

/// <summary>Absolute addresses of other pages.</summary>
public sealed record PageLinks
{
    /// <summary>The first page.</summary>
    public string First { get; init; } = "";

    /// <summary>The last page.</summary>
    public string Last { get; init; } = "";

    /// <summary>The page before; null on the first.</summary>
    public string? Prev { get; init; }

    /// <summary>The page after; null on the last and past it.</summary>
    public string? Next { get; init; }
}

/// <summary>The numbers of a page.</summary>
public sealed record PageMeta
{
    /// <summary>This page's number, from 1.</summary>
    public long CurrentPage { get; init; }

    /// <summary>The place of its first record in the list, from 1; null when it has none.</summary>
    public long? From { get; init; }

    /// <summary>The last page's number; 1 for an empty list.</summary>
    public long LastPage { get; init; }

    /// <summary>What a pager shows.</summary>
    public IReadOnlyList<PageLink> Links { get; init; } = [];

    /// <summary>The list's address without a query.</summary>
    public string Path { get; init; } = "";

    /// <summary>Records per page.</summary>
    public int PerPage { get; init; }

    /// <summary>The place of its last record in the list; null when it has none.</summary>
    public long? To { get; init; }

    /// <summary>Records in the whole list, exactly.</summary>
    public long Total { get; init; }
}

/// <summary>One button of a pager.</summary>
public sealed record PageLink
{
    /// <summary>Where it leads; null when it leads nowhere.</summary>
    public string? Url { get; init; }

    /// <summary>What it shows, as HTML text.</summary>
    public string Label { get; init; } = "";

    /// <summary>True for the current page.</summary>
    public bool Active { get; init; }
}

/// <summary>A part of a list that is read on by a cursor: while records come and go, none that stays is missed or comes twice.</summary>
/// <typeparam name="T">The records' type.</typeparam>
public sealed record CursorPage<T>
{
    /// <summary>The records of this part, in order.</summary>
    public IReadOnlyList<T> Data { get; init; } = [];

    /// <summary>Where to go on.</summary>
    public CursorMeta Meta { get; init; } = new();
}

/// <summary>Where a list goes on.</summary>
public sealed record CursorMeta
{
    /// <summary>To be sent for what follows; null at the end of a list. The change feed has no end, and always a cursor.</summary>
    public string? Cursor { get; init; }

    /// <summary>True when something follows already.</summary>
    public bool HasMore { get; init; }

    /// <summary>Records in the whole list, exactly; null for timelines and the change feed.</summary>
    public long? Total { get; init; }
}
