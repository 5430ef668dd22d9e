using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Customers;
using Leadline.Leads;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Law;

/// <summary>Whatever is done: the journal replayed from empty gives exactly the rows that are there.</summary>
public sealed class JournalLawTests
{
    private const string Leads = "/api/v1/leads";
    private const int Steps = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_journal_replayed_from_empty_gives_the_present_rows(int seed)
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("leads:read leads:write customers:read customers:write settings:write users:read");
        await ChangeAtRandomAsync(client, tenant, new Random(seed));

        var replayed = await ReplayAsync(client);

        await using var db = tenant.Open();
        Assert.NotEmpty(replayed["lead"]);
        Assert.NotEmpty(replayed["customer"]);
        Assert.Equal(await PresentAsync<Lead>(db, lead => lead.Id), replayed["lead"].Select(TextOf));
        Assert.Equal(await PresentAsync<Customer>(db, customer => customer.Id), replayed["customer"].Select(TextOf));
        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
    }

    private static async Task ChangeAtRandomAsync(HttpClient client, TestTenant tenant, Random random)
    {
        long?[] statuses = [await tenant.StatusAsync("new"), await tenant.StatusAsync("lost"), null];
        string?[] texts = ["Ada", "Şule", "0532 123 45 67", "", null, "日本", "a'b\"c\\"];
        var ids = new List<long> { await client.CreateLeadAsync() };
        for (var step = 0; step < Steps; step++)
        {
            var id = One(ids);
            var (method, address, body) = random.Next(8) switch
            {
                0 => (HttpMethod.Post, Leads, new { last_name = "Lovelace", first_name = One(texts), marketing_attribution = new object?[] { One(texts), step } }),
                1 or 2 => (HttpMethod.Patch, $"{Leads}/{id}", new { first_name = One(texts), phone_number = One(texts), lead_status_id = One(statuses) }),
                3 => (HttpMethod.Delete, $"{Leads}/{id}", null),
                4 => (HttpMethod.Post, $"{Leads}/{id}/restore", null),
                5 => (HttpMethod.Post, $"{Leads}/{id}/convert", null),
                6 => (HttpMethod.Delete, $"{Leads}/{id}/conversion", null),
                _ => (HttpMethod.Post, $"/api/v1/batches/{await AnyBatchAsync(id)}/undo", (object?)null),
            };
            using var reply = await client.SendAsync(method, address, body);
            Assert.Contains((int)reply.StatusCode, new[] { 200, 201, 404, 409 });
            if (reply.StatusCode == HttpStatusCode.Created)
            {
                ids.Add((long)(await reply.JsonAsync(HttpStatusCode.Created))["data"]!["id"]!);
            }
        }

        T One<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

        async Task<long> AnyBatchAsync(long lead) =>
            (long)One([.. (await client.GetJsonAsync($"{Leads}/{lead}/timeline"))["data"]!.AsArray()])!["batch_id"]!;
    }

    private static async Task<Dictionary<string, SortedDictionary<long, SortedDictionary<string, string>>>> ReplayAsync(HttpClient client)
    {
        var rows = new Dictionary<string, SortedDictionary<long, SortedDictionary<string, string>>>();
        var cursor = "";
        JsonObject page;
        do
        {
            page = await client.GetJsonAsync($"/api/v1/changes?limit=50&cursor={cursor}");
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
