using System.Text.Json;
using Leadline.Client;

namespace Leadline.Web.Leads;

/// <summary>What a saved view of the lead list keeps.</summary>
/// <param name="Query">Which leads and in which order, as the address of the list says it.</param>
/// <param name="Columns">The columns in their order; null for the person's own.</param>
public sealed record ViewState(string Query, IReadOnlyList<ShownColumn>? Columns)
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads a view; what a program kept in another form is a view of all leads.</summary>
    public static ViewState Of(SavedView view)
    {
        try
        {
            return view.State.Deserialize<ViewState>(Wire) is { Query: not null } state ? state : new ViewState("", null);
        }
        catch (JsonException)
        {
            return new ViewState("", null);
        }
    }

    /// <summary>The view as it is kept.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Wire);

    /// <summary>Whether two views show the same.</summary>
    public bool IsSameAs(ViewState other) => Query == other.Query && (Columns ?? []).SequenceEqual(other.Columns ?? []);
}
