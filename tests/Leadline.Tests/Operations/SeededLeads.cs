using System.Text.Json.Nodes;

namespace Leadline.Tests.Operations;

/// <summary>The leads of one seed, as the API of a new installation tells them.</summary>
public sealed class SeededLeads : IAsyncLifetime
{
    public const int Count = 500;
    public const int Seed = 7;

    public IReadOnlyList<JsonObject> Leads { get; private set; } = [];

    /// <summary>Seeds a new installation and reads all its leads.</summary>
    public static async Task<List<JsonObject>> ReadAsync(int seed)
    {
        using var folder = new TemporaryFolder();
        var tenant = (await LeadlineProgram.SucceedAsync(folder.Path, "tenant", "add", "Seeded", "--country", "TR")).Output;
        await LeadlineProgram.SucceedAsync(folder.Path, "seed", "--tenant", tenant, "--leads", $"{Count}", "--seed", $"{seed}");
        var token = (await LeadlineProgram.SucceedAsync(folder.Path, "token", "--tenant", tenant)).Output;
        await using var server = await LeadlineProgram.ServeAsync(folder.Path);
        using var client = await server.ClientAsync(tenant, token);
        return [.. await ReadAsync(client, isTrashed: false), .. await ReadAsync(client, isTrashed: true)];
    }

    public async ValueTask InitializeAsync() => Leads = await ReadAsync(Seed);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<List<JsonObject>> ReadAsync(HttpClient client, bool isTrashed)
    {
        var leads = new List<JsonObject>();
        for (var address = $"/api/v1/leads?per_page=100&sort_order=asc&trashed={isTrashed}"; address is not null;)
        {
            var page = await client.GetJsonAsync(address);
            leads.AddRange(page["data"]!.AsArray().Select(lead => lead!.AsObject()));
            address = (string?)page["links"]!["next"];
        }

        return leads;
    }
}
