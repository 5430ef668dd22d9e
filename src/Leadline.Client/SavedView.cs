using System.Text.Json;

namespace Leadline.Client;

/// <summary>A list as somebody likes to see it: filters, order, columns, under a name.</summary>
public sealed record SavedView
{
    /// <summary>The view's number.</summary>
    public long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public long UserId { get; init; }

    /// <summary>Which list: one of <see cref="ViewedLists"/>.</summary>
    public string List { get; init; } = "";

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the list shows and how, a JSON object.</summary>
    public JsonElement State { get; init; }

    /// <summary>Whether all members see it.</summary>
    public bool IsShared { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>The lists that views are of.</summary>
public static class ViewedLists
{
    /// <summary>The leads as a list.</summary>
    public const string Leads = "leads";

    /// <summary>The leads by status, side by side.</summary>
    public const string Board = "board";

    /// <summary>The customers.</summary>
    public const string Customers = "customers";
}

/// <summary>A view to be saved.</summary>
public sealed record NewSavedView
{
    /// <summary>Which list it is a view of: one of <see cref="ViewedLists"/>.</summary>
    public required string List { get; init; }

    /// <summary>What people call it. At most 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What the list shows and how: filters, order, columns; any JSON object of at most 16 KB, without white space.</summary>
    public required JsonElement State { get; init; }

    /// <summary>Whether all members see it, which takes the scope to write of its list; null, its owner alone does.</summary>
    public bool? IsShared { get; init; }
}

/// <summary>What to change of a saved view; what is not set stays as it is.</summary>
public sealed record SavedViewChange
{
    /// <summary>What people call it. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>What the list shows and how: filters, order, columns; any JSON object of at most 16 KB, without white space.</summary>
    public Optional<JsonElement> State { get; init; }

    /// <summary>Whether all members see it, which takes the scope to write of its list.</summary>
    public Optional<bool> IsShared { get; init; }
}
