using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Platform.Http;

namespace Leadline.Bench;

/// <summary>
/// What the list is measured against, in a process of its own: an endpoint without token, limit and total that runs only the bare
/// page query and writes the same JSON; one that answers the same bytes from memory; and the query in a loop without HTTP.
/// </summary>
internal static class Floor
{
    internal const string Sql = $"""
        SELECT {LeadRow.Columns} FROM leads INDEXED BY leads_by_created_at
        WHERE tenant_id = @tenant AND is_deleted = @trashed ORDER BY created_at DESC, id DESC LIMIT 15
        """;

    private static readonly TenantId Tenant = new(1);

    public static async Task RunAsync(string data, string url)
    {
        await using var services = LeadlineServer.Build(new Dictionary<string, string?> { [nameof(LeadlineOptions.Data)] = data });
        var database = services.Services.GetRequiredService<LeadlineDatabase>();
        await using var snapshot = await database.ReadAsync(Tenant);
        var directory = await LeadDirectory.ReadAsync(snapshot, Tenant, CancellationToken.None);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(json => Wire.Configure(json.SerializerOptions, [LeadJson.Default]));
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.MapGet("/query", async () => TypedResults.Ok(PageOf(await ReadAsync(database, directory))));
        var bytes = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            PageOf(await ReadAsync(database, directory)),
            app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions);
        app.MapGet("/memory", () => TypedResults.Bytes(bytes, "application/json"));
        app.MapGet("/loop", async (int seconds) =>
        {
            var until = DateTime.UtcNow.AddSeconds(seconds);
            var queries = 0L;
            while (DateTime.UtcNow < until)
            {
                await ReadAsync(database, directory);
                queries++;
            }

            return queries / seconds;
        });
        await app.RunAsync();
    }

    private static Task<List<LeadResource>> ReadAsync(LeadlineDatabase database, LeadDirectory directory) => database.QueryAsync(
        Tenant,
        Sql,
        [("@tenant", Tenant.Value), ("@trashed", false)],
        async rows =>
        {
            var leads = new List<LeadResource>(15);
            while (await rows.ReadAsync())
            {
                leads.Add(LeadRow.Read(rows, directory));
            }

            return leads;
        },
        CancellationToken.None);

    private static Page<LeadResource> PageOf(List<LeadResource> leads) =>
        new Pager("http://127.0.0.1/api/v1/leads", [], new PageRequest(1, 15), 1_000_000).Fill(leads);
}
