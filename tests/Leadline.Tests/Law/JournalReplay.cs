using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Leads;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Law;

/// <summary>The rows that the journal makes when it is replayed from empty.</summary>
internal static class JournalReplay
{
    /// <summary>Asserts that they are the tenant's present rows, of every kind that is journalled.</summary>
    /// <param name="client">May read all of the tenant.</param>
    /// <param name="tenant">Nobody changes it meanwhile.</param>
    public static async Task AssertReplayedAsync(HttpClient client, TestTenant tenant)
    {
        var replayed = await ReadAsync(client);

        await using var db = tenant.Open();
        var kinds = JournalConventions.Of(JournalTriggers.ModelOf(db));
        Assert.Empty(replayed.Keys.Except(kinds.Select(kind => kind.Name)));
        foreach (var kind in kinds)
        {
            var rows = replayed.GetValueOrDefault(kind.Name, []);
            Assert.Equal(await PresentAsync(db, kind), rows.Select(row => $"{kind.Name} {TextOf(row)}"));
        }

        Assert.NotEmpty(replayed["lead"]);
        Assert.NotEmpty(replayed["customer"]);
    }

    private static async Task<Dictionary<string, SortedDictionary<long, SortedDictionary<string, string>>>> ReadAsync(HttpClient client)
    {
        var rows = new Dictionary<string, SortedDictionary<long, SortedDictionary<string, string>>>();
        var cursor = "";
        JsonObject page;
        do
        {
            page = await client.GetJsonAsync($"/api/v1/changes?limit=1000&cursor={cursor}");
            cursor = (string)page["meta"]!["cursor"]!;
            foreach (var entry in page["data"]!.AsArray())
            {
                var kind = (string)entry!["entity"]!;
                var ofKind = rows.TryGetValue(kind, out var known) ? known : rows[kind] = [];
                Apply(ofKind, (long)entry["entity_id"]!, (string)entry["operation"]!, entry["changes"]!.AsObject());
            }
        }
        while ((bool)page["meta"]!["has_more"]!);

        return rows;
    }

    private static void Apply(SortedDictionary<long, SortedDictionary<string, string>> rows, long id, string operation, JsonObject changes)
    {
        if (operation == "created")
        {
            rows.Add(id, []);
        }

        foreach (var (field, change) in changes)
        {
            Assert.Equal(rows[id].GetValueOrDefault(field, "null"), Text(change!["old"]));
            rows[id][field] = Text(change["new"]);
        }

        if (operation == "deleted")
        {
            rows.Remove(id);
        }
    }

    // The rows as the database has them, in the journal's words; what moves on with every change is not told there.
    private static async Task<IEnumerable<string>> PresentAsync(TenantDb db, JournalledEntity kind)
    {
        var key = kind.Type.FindPrimaryKey()!.Properties[^1];
        var rows = await (Task<List<object>>)LoadOf.MakeGenericMethod(kind.Type.ClrType).Invoke(null, [db])!;
        return rows.Select(row => (Id: (long)key.PropertyInfo!.GetValue(row)!, Row: row)).OrderBy(row => row.Id)
            .Select(row => $"{kind.Name} {TextOf(new(row.Id, new SortedDictionary<string, string>(kind.Fields
                .Where(field => field.Name is not ("UpdatedAt" or "Version"))
                .ToDictionary(field => ColumnOf(field.Name), field => Text(ValueOf(field.Name, field.PropertyInfo!.GetValue(row.Row)))))))}");
    }

    private static readonly MethodInfo LoadOf = typeof(JournalReplay).GetMethod(nameof(LoadAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static async Task<List<object>> LoadAsync<T>(TenantDb db)
        where T : class => [.. await db.Set<T>().AsNoTracking().ToListAsync()];

    private static JsonNode? ValueOf(string field, object? value) => value switch
    {
        null => null,
        string json when field is nameof(Lead.MarketingAttribution) or "Language" or "State" => JsonNode.Parse(json),
        DateTime time => JsonValue.Create(time.Ticks % TimeSpan.TicksPerSecond == 0 ? $"{time:yyyy-MM-ddTHH:mm:ss}Z" : $"{time:yyyy-MM-ddTHH:mm:ss.ffffff}Z"),
        _ => JsonSerializer.SerializeToNode(value),
    };

    private static string ColumnOf(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static string TextOf(KeyValuePair<long, SortedDictionary<string, string>> row) =>
        $"{row.Key}: {string.Join(", ", row.Value.Where(field => field.Value != "null").Select(field => $"{field.Key}={field.Value}"))}";
}
