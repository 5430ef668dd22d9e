using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.SavedViews;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Preferences;

/// <summary>Preferences as they are stored and shown.</summary>
internal static class PreferencesRecords
{
    /// <summary>What a member has chosen, whether they still see what it names or not.</summary>
    public static PreferencesResource ChosenOf(MemberPreferences? row) =>
        row is null ? new PreferencesResource() : JsonSerializer.Deserialize(row.Chosen, ChosenJson.Default.PreferencesResource) ?? new PreferencesResource();

    /// <summary>Keeps what a member has chosen.</summary>
    public static void Choose(MemberPreferences row, PreferencesResource chosen) => row.Chosen = JsonSerializer.Serialize(chosen, ChosenJson.Default.PreferencesResource);

    /// <summary>Preferences with the views that the caller sees now, and their tag.</summary>
    public static async Task<(PreferencesResource Preferences, string ETag)> ShowAsync(TenantDb db, MemberPreferences? row, Caller caller, CancellationToken ct)
    {
        var chosen = ChosenOf(row);
        var seen = await SeenAsync(db, caller, [.. chosen.DefaultViewId.Values, .. chosen.PinnedViewIds.Values.SelectMany(ids => ids)], ct);
        chosen.DefaultViewId = chosen.DefaultViewId.Where(known => seen.Contains((known.Value, known.Key))).ToDictionary();
        chosen.PinnedViewIds = chosen.PinnedViewIds.ToDictionary(pinned => pinned.Key, pinned => (IReadOnlyList<long>)[.. pinned.Value.Where(id => seen.Contains((id, pinned.Key)))]);

        // The version does not count which of the views are seen.
        var shown = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(chosen, ChosenJson.Default.PreferencesResource));
        return (chosen, RecordTag.Of(row?.Version ?? 0, BinaryPrimitives.ReadUInt32LittleEndian(shown)));
    }

    /// <summary>Which of these views a caller sees, each with its list.</summary>
    public static async Task<HashSet<(long Id, string List)>> SeenAsync(TenantDb db, Caller caller, IReadOnlyCollection<long> ids, CancellationToken ct) =>
        ids.Count == 0 ? []
        : [.. (await db.SavedViews.AsNoTracking().SeenBy(caller).Where(view => view.DeletedAt == null && ids.Contains(view.Id)).Select(view => new { view.Id, view.List }).ToListAsync(ct))
            .Select(view => (view.Id, view.List))];
}
