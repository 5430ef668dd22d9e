using System.Globalization;

namespace Leadline.Platform.Http;

/// <summary>A numbered page of a list, in the published form.</summary>
/// <typeparam name="T">The records' type.</typeparam>
/// <param name="Data">The records of this page, in order.</param>
/// <param name="Links">Where the neighbouring pages are.</param>
/// <param name="Meta">Which page this is, of how many.</param>
public sealed record Page<T>(IReadOnlyList<T> Data, PageLinks Links, PageMeta Meta);

/// <summary>Absolute addresses of other pages.</summary>
/// <param name="First">The first page.</param>
/// <param name="Last">The last page.</param>
/// <param name="Prev">The page before; null on the first.</param>
/// <param name="Next">The page after; null on the last and past it.</param>
public sealed record PageLinks(string First, string Last, string? Prev, string? Next);

/// <summary>The numbers of a page.</summary>
/// <param name="CurrentPage">This page's number, from 1.</param>
/// <param name="From">The place of its first record in the list, from 1; null when it has none.</param>
/// <param name="LastPage">The last page's number; 1 for an empty list.</param>
/// <param name="Links">What a pager shows.</param>
/// <param name="Path">The list's address without a query.</param>
/// <param name="PerPage">Records per page.</param>
/// <param name="To">The place of its last record in the list; null when it has none.</param>
/// <param name="Total">Records in the whole list, exactly.</param>
public sealed record PageMeta(
    long CurrentPage, long? From, long LastPage, IReadOnlyList<PageLink> Links, string Path, int PerPage, long? To, long Total);

/// <summary>One button of a pager.</summary>
/// <param name="Url">Where it leads; null when it leads nowhere.</param>
/// <param name="Label">What it shows, as HTML text.</param>
/// <param name="Active">True for the current page.</param>
public sealed record PageLink(string? Url, string Label, bool Active);

/// <summary>Which page a client asks for.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">Records per page, 1 to 100.</param>
public readonly record struct PageRequest(long Number, int Size)
{
    /// <summary>Records per page where the client names none.</summary>
    public const int DefaultSize = 15;

    /// <summary>How many records are known to be skipped; beyond any list for a page number that is.</summary>
    public long Skip => Number - 1 > long.MaxValue / Size ? long.MaxValue : (Number - 1) * Size;

    /// <summary>The page number of a query: what is not a number from 1 reads as 1.</summary>
    public static long NumberOf(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Math.Max(1, number)
        : !string.IsNullOrEmpty(text) && text.All(char.IsAsciiDigit) ? long.MaxValue
        : 1;
}

