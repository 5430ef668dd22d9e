using System.Globalization;
using System.Text.Json;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.SavedViews;

namespace Leadline.Preferences;

/// <summary>What may be sent of preferences, and how it is set; null gives back what is usual.</summary>
internal static class PreferencesFields
{
    private const int MostPinned = 50;
    private const int MostColumns = 50;

    private static readonly BodyField Theme = new("theme", "string", "The colours; system for what the device has, as null.") { Options = ["light", "dark", Usual.Theme] };
    private static readonly BodyField Language = new("language", "string", "The language; null for the browser's.") { Options = ["en", "tr"] };
    private static readonly BodyField Density = new("density", "string", "How much stands on a screen; null for comfortable.") { Options = [Usual.Density, "compact"] };
    private static readonly BodyField ListMode = new("list_mode", "string", "How lists go on; null for pages.") { Options = [Usual.ListMode, "endless"] };
    private static readonly BodyField PerPage = BodyField.Integer("per_page", "Records per page of a list; null for 50.") with { Minimum = 1, Maximum = 100 };
    private static readonly BodyField SingleKeyShortcuts = BodyField.Boolean("single_key_shortcuts", "Whether single keys are shortcuts; null for true.");
    private static readonly BodyField TimeZone = BodyField.Text("time_zone", "The IANA name of the time zone in which times are shown; null for the device's.", 64);

    private static readonly BodyField DefaultViewId = new("default_view_id", "object", "By list (leads, board, customers), the number of the saved view with which it opens; null for none.");

    private static readonly BodyField PinnedViewIds = new(
        "pinned_view_ids", "object", $"By list, the numbers of the saved views that are kept at hand, in order: an array of at most {MostPinned}; null for none.");

    private static readonly BodyField Columns = new(
        "columns", "object", $"By list, the columns it shows, in order: an array of at most {MostColumns} objects of field (at most 100 characters) and width_px (16 to 2000, or null for the usual width); null for the usual ones.");

    private static readonly BodyField ColumnField = BodyField.Text("field", "The field it shows.", 100) with { IsRequired = true };
    private static readonly BodyField ColumnWidth = BodyField.Integer("width_px", "Its width in CSS pixels; null for the usual one.") with { Minimum = 16, Maximum = 2000 };
    private static readonly BodyField[] OfColumn = [ColumnField, ColumnWidth];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyField> All { get; } =
        [Theme, Language, Density, ListMode, PerPage, SingleKeyShortcuts, TimeZone, DefaultViewId, PinnedViewIds, Columns];

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    /// <returns>The views that were named, each with the field that names it and its list.</returns>
    public static IReadOnlyList<NamedView> Set(Body body, PreferencesResource chosen)
    {
        body.Text(Theme, theme => chosen.Theme = theme ?? Usual.Theme);
        body.Text(Language, language => chosen.Language = language);
        body.Text(Density, density => chosen.Density = density ?? Usual.Density);
        body.Text(ListMode, mode => chosen.ListMode = mode ?? Usual.ListMode);
        body.Integer(PerPage, perPage => chosen.PerPage = (int?)perPage ?? Usual.PerPage);
        body.Boolean(SingleKeyShortcuts, isOn => chosen.SingleKeyShortcuts = isOn ?? true);
        body.Text(TimeZone, zone => SetTimeZone(body, chosen, zone));
        var named = new List<NamedView>();
        SetByList(body, DefaultViewId, chosen.DefaultViewId, (name, list, sent) => ReadView(body, name, list, sent, named));
        SetByList(body, PinnedViewIds, chosen.PinnedViewIds, (name, list, sent) => ReadViews(body, name, list, sent, named));
        SetByList(body, Columns, chosen.Columns, (name, _, sent) => ReadColumns(body, name, sent));
        return named;
    }

    private static void SetTimeZone(Body body, PreferencesResource chosen, string? zone)
    {
        if (zone is not null && !TimeZones.IsKnown(zone))
        {
            body.Reject(TimeZone.Name, TimeZones.Rule);
        }
        else
        {
            chosen.TimeZone = zone;
        }
    }

    // Merged member by member (RFC 7396): null takes one away, or all of them.
    private static void SetByList<T>(Body body, BodyField field, Dictionary<string, T> chosen, Func<string, string, JsonElement, T?> read) => body.Json(field, sent =>
    {
        if (sent is not { } members)
        {
            chosen.Clear();
            return;
        }

        if (members.ValueKind != JsonValueKind.Object)
        {
            body.Reject(field.Name, "must be an object");
            return;
        }

        foreach (var member in members.EnumerateObject())
        {
            var name = $"{field.Name}.{member.Name}";
            if (!SavedViewFields.Lists.Contains(member.Name))
            {
                body.Reject(name, "is not known");
            }
            else if (member.Value.ValueKind == JsonValueKind.Null)
            {
                chosen.Remove(member.Name);
            }
            else if (read(name, member.Name, member.Value) is { } value)
            {
                chosen[member.Name] = value;
            }
        }
    });

    private static long ReadView(Body body, string name, string list, JsonElement sent, List<NamedView> named)
    {
        if (sent.ValueKind == JsonValueKind.Number && sent.TryGetInt64(out var id))
        {
            named.Add(new NamedView(id, name, list));
            return id;
        }

        body.Reject(name, "must be an integer");
        return 0;
    }

    private static long[]? ReadViews(Body body, string name, string list, JsonElement sent, List<NamedView> named)
    {
        if (sent.ValueKind != JsonValueKind.Array || sent.EnumerateArray().Any(id => id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out _)))
        {
            body.Reject(name, "must be a list of integers");
            return null;
        }

        long[] ids = [.. sent.EnumerateArray().Select(id => id.GetInt64()).Distinct()];
        if (ids.Length > MostPinned)
        {
            body.Reject(name, $"must name at most {MostPinned}");
            return null;
        }

        named.AddRange(ids.Select(id => new NamedView(id, name, list)));
        return ids;
    }

    private static IReadOnlyList<ShownColumn>? ReadColumns(Body body, string name, JsonElement sent)
    {
        if (sent.ValueKind != JsonValueKind.Array || sent.EnumerateArray().Any(column => column.ValueKind != JsonValueKind.Object))
        {
            body.Reject(name, "must be a list of objects");
            return null;
        }

        if (sent.GetArrayLength() > MostColumns)
        {
            body.Reject(name, $"must name at most {MostColumns}");
            return null;
        }

        return [.. sent.EnumerateArray().Index().Select(item => ReadColumn(body, string.Create(CultureInfo.InvariantCulture, $"{name}[{item.Index}]"), item.Item))];
    }

    private static ShownColumn ReadColumn(Body body, string name, JsonElement sent)
    {
        var column = new Body(sent);
        var (field, width) = ("", (int?)null);
        column.RefuseOthersThan(OfColumn);
        column.Require(OfColumn);
        column.Text(ColumnField, text => field = text ?? "");
        column.Integer(ColumnWidth, pixels => width = (int?)pixels);
        body.Reject(name, column.Errors);
        return new ShownColumn(field, width);
    }

    /// <summary>What is shown to whoever has chosen nothing.</summary>
    internal static class Usual
    {
        public const string Theme = "system";
        public const string Density = "comfortable";
        public const string ListMode = "pages";
        public const int PerPage = 50;
    }
}

/// <summary>A saved view that preferences name.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Field">What names it: <c>default_view_id.leads</c>.</param>
/// <param name="List">The list it must be a view of.</param>
internal sealed record NamedView(long Id, string Field, string List);
