using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Leadline.Platform.Text;

namespace Leadline.Platform.Http;

/// <summary>The place after one record in an ordered list: what sorts that record, and its number.</summary>
/// <param name="List">The list: its address under the API's, or what lists have in common that are read by one another's cursors.</param>
/// <param name="Sort">The name of the order.</param>
/// <param name="IsDescending">From the greatest.</param>
/// <param name="Key">What sorts the record: a text, an integer, or null.</param>
/// <param name="Id">The record's number.</param>
public sealed record PageCursor(string List, string Sort, bool IsDescending, object? Key, long Id)
{
    private const int Form = 2;

    // Few letters are escaped, so that a long key stays a cursor of moderate length.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The order of the places of one list.</summary>
    public static IComparer<PageCursor> InOrder { get; } = Comparer<PageCursor>.Create((one, other) => one.CompareTo(other));

    private int CompareTo(PageCursor other)
    {
        var byEmpty = (Key is null).CompareTo(other.Key is null);
        var byKey = (Key, other.Key) switch
        {
            (string one, string two) => string.CompareOrdinal(one, two),
            (long one, long two) => one.CompareTo(two),
            _ => 0,
        };
        var down = IsDescending ? -1 : 1;
        return byEmpty != 0 ? byEmpty : byKey != 0 ? byKey * down : Id.CompareTo(other.Id) * down;
    }

    /// <summary>The cursor as clients keep it: base64url of a JSON array.</summary>
    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new object?[] { Form, List, Sort, IsDescending, Key, Id }, Plain));

    /// <summary>Reads a cursor.</summary>
    /// <returns>The cursor; null for what is none.</returns>
    public static PageCursor? Parse(string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)));
            return json.RootElement.ValueKind == JsonValueKind.Array
                && json.RootElement.EnumerateArray().ToArray() is
                    [{ ValueKind: JsonValueKind.Number } form, { ValueKind: JsonValueKind.String } list, { ValueKind: JsonValueKind.String } sort, { ValueKind: JsonValueKind.True or JsonValueKind.False } down, var key, { ValueKind: JsonValueKind.Number } id]
                && form.TryGetInt32(out var number) && number == Form && id.TryGetInt64(out var record) && IsKey(key)
                ? new PageCursor(list.GetString() ?? "", sort.GetString() ?? "", down.GetBoolean(), KeyOf(key), record)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsKey(JsonElement key) =>
        key.ValueKind == JsonValueKind.Null || (key.ValueKind == JsonValueKind.String && !Nul.IsIn(key.GetString())) || (key.ValueKind == JsonValueKind.Number && key.TryGetInt64(out _));

    private static object? KeyOf(JsonElement key) => key.ValueKind switch
    {
        JsonValueKind.String => key.GetString(),
        JsonValueKind.Number => key.GetInt64(),
        _ => null,
    };
}

/// <summary>What a client asks of a list that is read on by a cursor.</summary>
/// <param name="Limit">Records per page, 1 to 100.</param>
/// <param name="After">The place to go on from; null for the beginning.</param>
public sealed record CursorRequest(int Limit, PageCursor? After);

/// <summary>Which part of a list a client asks for: a numbered page, or what follows a cursor.</summary>
/// <param name="Page">The numbered page; null for a cursor.</param>
/// <param name="Cursor">The cursor; of no meaning for a numbered page.</param>
public sealed record ListPaging(PageRequest? Page, CursorRequest Cursor)
{
    private const int DefaultLimit = 20;

    private static readonly QueryParameter Number = new("page", "integer", "The page, from 1; whatever is not a number from 1 reads as 1.");
    private static readonly QueryParameter Limit = new("limit", "integer", "Reads the list by cursor, so many records at a time; absent, 20.") { Minimum = 1, Maximum = 100 };
    private static readonly QueryParameter After = new("cursor", "string", "Reads the list by cursor: the cursor of the last reply.") { MaxLength = 6000 };

    /// <summary>Records per page.</summary>
    public static QueryParameter PerPage { get; } = new("per_page", "integer", "Records per page; absent, 15.") { Minimum = 1, Maximum = 100 };

    /// <summary>The parameters of every list but <see cref="PerPage"/>.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [Number, Limit, After];

    /// <summary>Reads them; what is wrong is told by the query.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="list">The list.</param>
    /// <param name="sort">Its order.</param>
    /// <param name="isDescending">Its direction.</param>
    /// <param name="isKey">Whether something can be what sorts a record.</param>
    public static ListPaging Read(QueryParameters query, string list, string sort, bool isDescending, Func<object?, bool> isKey)
    {
        var (limit, text) = (query.Text(Limit), query.Text(After));
        if (limit is null && text is null)
        {
            var size = query.Integer(PerPage) ?? PageRequest.DefaultSize;
            return new ListPaging(new PageRequest(PageRequest.NumberOf(query.Text(Number)), (int)size), new CursorRequest(DefaultLimit, null));
        }

        foreach (var numbered in new[] { Number, PerPage }.Where(parameter => query.Text(parameter) is not null))
        {
            query.Reject(numbered.Name, "cannot be sent together with limit or cursor");
        }

        var after = text is null ? null : PageCursor.Parse(text);
        if (text is not null && (after is null || after.List != list || after.Sort != sort || after.IsDescending != isDescending || !isKey(after.Key)))
        {
            RefuseCursor(query);
        }

        return new ListPaging(null, new CursorRequest((int)(query.Integer(Limit) ?? DefaultLimit), after));
    }

    /// <summary>Refuses a cursor that is none of the list, or of another order.</summary>
    public static QueryParameters RefuseCursor(QueryParameters query)
    {
        query.Reject(After.Name, "is no cursor of this list in this order");
        return query;
    }
}
