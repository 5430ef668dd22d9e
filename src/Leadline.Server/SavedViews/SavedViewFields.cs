using System.Text;
using System.Text.Json;
using Leadline.Platform.Http;

namespace Leadline.SavedViews;

/// <summary>What may be sent of a saved view, and how it is set.</summary>
public static class SavedViewFields
{
    /// <summary>The list whose views take scopes on customers; those of all others take scopes on leads.</summary>
    internal const string Customers = "customers";

    private const int MostBytes = 16 * 1024;

    private static readonly BodyField Name = BodyField.Text("name", "What people call it.") with { IsRequired = true };

    private static readonly BodyField State =
        new("state", "object", "What the list shows and how: filters, order, columns; any JSON object of at most 16 KB, without white space.") { IsRequired = true };

    private static readonly BodyField IsShared =
        BodyField.Boolean("is_shared", "Whether all members see it, which takes the scope to write of its list; absent from a new one, its owner alone does.") with { IsNullable = false };

    /// <summary>The lists that views are of.</summary>
    public static IReadOnlyList<string> Lists { get; } = ["leads", "board", Customers];

    private static BodyField List { get; } = new("list", "string", "Which list it is a view of.") { IsRequired = true, Options = Lists };

    /// <summary>Those of a new view.</summary>
    public static IReadOnlyList<BodyField> All { get; } = [List, Name, State, IsShared];

    /// <summary>Those that change.</summary>
    public static IReadOnlyList<BodyField> Changing { get; } = [Name, State, IsShared];

    /// <summary>Sets what was sent of a new view; errors are told by the body.</summary>
    public static void SetAll(Body body, SavedView view)
    {
        body.Require(All);
        body.Text(List, list => view.List = list ?? "");
        Set(body, view);
    }

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    public static void Set(Body body, SavedView view)
    {
        body.Text(Name, name => view.Name = name ?? "");
        body.Json(State, state => SetState(body, view, state));
        body.Boolean(IsShared, isShared => view.IsShared = isShared ?? view.IsShared);
    }

    private static void SetState(Body body, SavedView view, JsonElement? sent)
    {
        if (sent is not { ValueKind: JsonValueKind.Object } state)
        {
            body.Reject(State.Name, "must be an object");
            return;
        }

        var text = RawJson.Compact(state.GetRawText()).Text;
        if (Encoding.UTF8.GetByteCount(text) > MostBytes)
        {
            body.Reject(State.Name, $"must be at most {MostBytes} bytes long, without white space");
        }
        else
        {
            view.State = text;
        }
    }
}
