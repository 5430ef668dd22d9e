using System.Text.Json.Serialization;
using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.SavedViews;

/// <summary>A saved view as clients see it.</summary>
/// <param name="Id">The view's number.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="List">Which list: <c>leads</c>, <c>board</c> or <c>customers</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="State">What the list shows and how, a JSON object.</param>
/// <param name="IsShared">Whether all members see it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="DeletedAt">When it was deleted.</param>
public sealed record SavedViewResource(
    long Id, long UserId, string List, string Name, RawJson State, bool IsShared, DateTime CreatedAt, DateTime UpdatedAt, DateTime? DeletedAt)
{
    /// <summary>The resource of a view.</summary>
    public static SavedViewResource Of(SavedView view) =>
        new(view.Id, view.UserId, view.List, view.Name, new RawJson(view.State), view.IsShared, view.CreatedAt, view.UpdatedAt, view.DeletedAt);

    /// <summary>The answer of a change that leaves a view.</summary>
    internal static Reply Reply(SavedView view) => Journal.Reply.Ok(Of(view), RecordTag.Of(view.Version));
}

/// <summary>Generated JSON contracts of the views' wire types.</summary>
[JsonSerializable(typeof(Page<SavedViewResource>))]
[JsonSerializable(typeof(CursorPage<SavedViewResource>))]
[JsonSerializable(typeof(Record<SavedViewResource>))]
internal sealed partial class SavedViewJson : JsonSerializerContext;
