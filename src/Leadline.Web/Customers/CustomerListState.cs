using System.Globalization;
using Leadline.Client;
using Microsoft.AspNetCore.WebUtilities;

namespace Leadline.Web.Customers;

/// <summary>What the customer list shows, as its address says it: <c>?search=ada&amp;gender=female&amp;sort_by=last_name&amp;page=3</c>, with the names of the API.</summary>
public sealed record CustomerListState
{
    /// <summary>What the list can be sorted by, by the names of the API.</summary>
    public static IReadOnlyDictionary<string, CustomerSort> Sorts { get; } = new Dictionary<string, CustomerSort>
    {
        ["created_at"] = CustomerSort.CreatedAt,
        ["last_name"] = CustomerSort.LastName,
        ["first_name"] = CustomerSort.FirstName,
        ["updated_at"] = CustomerSort.UpdatedAt,
        ["date_of_birth"] = CustomerSort.DateOfBirth,
        ["gender"] = CustomerSort.Gender,
    };

    /// <summary>The genders, by the names of the API.</summary>
    public static IReadOnlyList<string> Genders { get; } = ["female", "male", "other"];

    /// <summary>The words looked for.</summary>
    public string Search { get; init; } = "";

    /// <summary>The gender; null for all.</summary>
    public string? Gender { get; init; }

    /// <summary>Whether deleted customers are shown.</summary>
    public bool Trashed { get; init; }

    /// <summary>The field sorted by; null for the newest first.</summary>
    public string? SortBy { get; init; }

    /// <summary>The direction.</summary>
    public bool IsDescending { get; init; }

    /// <summary>The page, from 1.</summary>
    public long Page { get; init; } = 1;

    /// <summary>What in the address is not known, and so does not filter; separated by commas.</summary>
    public string Unknown { get; init; } = "";

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsNarrowed => Gender is not null || Search.Trim().Length > 0;

    /// <summary>Reads an address.</summary>
    public static CustomerListState Parse(string uri)
    {
        var state = new CustomerListState();
        var unknown = new List<string>();
        foreach (var (name, values) in QueryHelpers.ParseQuery(new Uri(uri).Query))
        {
            var value = values.ToString();
            var next = name switch
            {
                "search" => state with { Search = value.Length <= 255 ? value : value[..255] },
                "gender" when Genders.Contains(value) => state with { Gender = value },
                "trashed" when value is "1" or "true" => state with { Trashed = true },
                "sort_by" when Sorts.ContainsKey(value) => state with { SortBy = value },
                "sort_order" when value is "asc" or "desc" => state with { IsDescending = value == "desc" },
                "page" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 => state with { Page = page },
                _ => null,
            };
            if (next is null)
            {
                unknown.Add(name);
            }

            state = next ?? state;
        }

        return state with { Unknown = string.Join(", ", unknown) };
    }

    /// <summary>The address of a list of this state.</summary>
    /// <param name="path">Where the list is.</param>
    public string ToAddress(string path) => QueryHelpers.AddQueryString(path, new Dictionary<string, string?>
    {
        ["search"] = Search.Length > 0 ? Search : null,
        ["gender"] = Gender,
        ["trashed"] = Trashed ? "1" : null,
        ["sort_by"] = SortBy,
        ["sort_order"] = SortBy is null ? null : IsDescending ? "desc" : "asc",
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    });

    /// <summary>The list as the API is asked for it.</summary>
    public CustomerQuery ToQuery() => new()
    {
        Search = Search.Trim() is { Length: > 0 } words ? words : null,
        Gender = Gender,
        Trashed = Trashed ? true : null,
        SortBy = SortBy is { } sort ? Sorts[sort] : null,
        SortOrder = SortBy is null ? null : IsDescending ? SortOrder.Descending : SortOrder.Ascending,
    };
}
