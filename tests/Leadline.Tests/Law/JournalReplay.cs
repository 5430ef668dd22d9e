using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Customers;
using Leadline.Leads;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Law;

/// <summary>The rows that the journal makes when it is replayed from empty.</summary>
internal static class JournalReplay
{
    /// <summary>Asserts that they are the tenant's present rows.</summary>
    /// <param name="client">May read the leads and customers of the tenant.</param>
    /// <param name="tenant">Nobody changes it meanwhile.</param>
    public static async Task AssertReplayedAsync(HttpClient client, TestTenant tenant)
    {
        var replayed = await ReadAsync(client);

        await using var db = tenant.Open();
        Assert.NotEmpty(replayed["lead"]);
        Assert.NotEmpty(replayed["customer"]);
        Assert.Equal(await PresentAsync<Lead>(db, lead => lead.Id), replayed["lead"].Select(TextOf));
        Assert.Equal(await PresentAsync<Customer>(db, customer => customer.Id), replayed["customer"].Select(TextOf));
        Assert.Equal(await PresentAsync<LeadTag>(db, link => link.Id), replayed.GetValueOrDefault("lead_tag", []).Select(TextOf));
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
    private static async Task<IEnumerable<string>> PresentAsync<T>(TenantDb db, Func<T, long> id)
        where T : class
    {
        var entity = JournalConventions.Of(JournalTriggers.ModelOf(db)).Single(known => known.Type.ClrType == typeof(T));
        var rows = await db.Set<T>().AsNoTracking().ToListAsync();
        return rows.OrderBy(id).Select(row => TextOf(new(id(row), new SortedDictionary<string, string>(entity.Fields
            .Where(field => field.Name is not ("UpdatedAt" or "Version"))
            .ToDictionary(field => ColumnOf(field.Name), field => Text(ValueOf(field.Name, field.PropertyInfo!.GetValue(row))))))));
    }

    private static JsonNode? ValueOf(string field, object? value) => value switch
    {
        null => null,
        string json when field == nameof(Lead.MarketingAttribution) => JsonNode.Parse(json),
        DateTime time => JsonValue.Create(time.Ticks % TimeSpan.TicksPerSecond == 0 ? $"{time:yyyy-MM-ddTHH:mm:ss}Z" : $"{time:yyyy-MM-ddTHH:mm:ss.ffffff}Z"),
        _ => JsonSerializer.SerializeToNode(value),
    };

    private static string ColumnOf(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static string TextOf(KeyValuePair<long, SortedDictionary<string, string>> row) =>
        $"{row.Key}: {string.Join(", ", row.Value.Where(field => field.Value != "null").Select(field => $"{field.Key}={field.Value}"))}";
}
