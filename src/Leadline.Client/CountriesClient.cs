namespace Leadline.Client;

/// <summary>The countries and territories of ISO 3166-1.</summary>
public sealed class CountriesClient
{
    private readonly Transport transport;

    internal CountriesClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the countries.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Country>> ListAsync(
        CountryQuery? query = null, long page = 1, int? perPage = null, Page<Country>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("countries", CountryQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the countries by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Country>> ListByCursorAsync(
        CountryQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<Country>("countries", CountryQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the countries, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Country> AllAsync(CountryQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);
}

/// <summary>Which countries, and in which order.</summary>
public sealed record CountryQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>The field to sort by; null for the usual order, by name.</summary>
    public CountrySort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(CountryQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}

/// <summary>What countries may be sorted by.</summary>
public enum CountrySort
{
    /// <summary>The English name.</summary>
    Name,

    /// <summary>The ISO 3166-1 alpha-2 code.</summary>
    Code,
}
