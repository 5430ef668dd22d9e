using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Leadline.Leads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Law;

/// <summary>An undone bulk edit leaves the very rows of before, compared field by field; only updated_at and version move on.</summary>
public sealed class UndoLawTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1";
    private static readonly int Count = IsLong ? 100_000 : 3_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_undone_bulk_edit_restores_the_very_rows()
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        await host.Services.GetRequiredService<Seed>().HandleAsync(
            tenant.Id, Count * 12 / 10, seed: 5, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), new Progress<long>(), CancellationToken.None);
        using var client = await tenant.ClientAsync("leads:read leads:write");
        var before = await RowsAsync(tenant);
        var ids = before.Where(row => row.IsLive).Take(Count).Select(row => row.Id).ToList();
        var set = new { description = "Called", lead_status_id = await tenant.StatusAsync("lost"), country_id = 792, first_name = "Ada", email = (string?)null };

        var bulk = await EndAsync(client, await client.CallAsync(HttpMethod.Post, $"/api/v1/leads/bulk", HttpStatusCode.Accepted, new { action = "update", ids, set }));
        Assert.NotEqual(before, await RowsAsync(tenant));
        var since = Stopwatch.GetTimestamp();
        var undone = await EndAsync(client, await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{bulk["batch_id"]}/undo", HttpStatusCode.Accepted));
        var took = Stopwatch.GetElapsedTime(since);

        Assert.Equal((ids.Count, 0, 0), ((int)undone["result"]!["reversed"]!, (int)undone["result"]!["kept_count"]!, (int)undone["result"]!["failed_count"]!));
        Assert.Equal(before, await RowsAsync(tenant));
        Assert.True(took < MostTime, $"The undo of {ids.Count} rows took {took}.");
    }

    private static async Task<JsonNode> EndAsync(HttpClient client, JsonObject queued)
    {
        var job = await client.EndOfJobAsync((long)queued["data"]!["job_id"]!);
        Assert.Equal("finished", (string?)job["state"]);
        return job;
    }

    // Every column but the two, also those that follow from others.
    private static async Task<List<(long Id, bool IsLive, string Fields)>> RowsAsync(TestTenant tenant)
    {
        await using var db = tenant.Open();
        List<string> columns = ["id", "deleted_at", .. db.Model.FindEntityType(typeof(Lead))!.GetProperties().Where(property => property.Name is not ("UpdatedAt" or "Version")).Select(property => property.GetColumnName())];
        await using var snapshot = await tenant.Host.Database.ReadAsync(tenant.Id);
        await using var rows = await snapshot.QueryOnceAsync(
            $"SELECT {string.Join(", ", columns)} FROM leads WHERE tenant_id = @tenant ORDER BY id", CancellationToken.None, ("@tenant", tenant.Id.Value));
        var all = new List<(long, bool, string)>();
        while (rows.Read())
        {
            all.Add((rows.GetInt64(0), rows.IsDBNull(1), string.Join('\t', columns.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $"{rows.GetValue(at)}")))));
        }

        return all;
    }
}
