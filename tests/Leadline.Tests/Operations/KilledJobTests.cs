using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Leadline.Tests.Operations.Moving;

namespace Leadline.Tests.Operations;

/// <summary>Kills the program in the middle of a job: the next start does the rest, and nothing twice.</summary>
public sealed class KilledJobTests
{
    private static readonly int Leads = Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1" ? 100_000 : 20_000;

    // What an undo must give back; updated_at and version move on with every change.
    private static readonly string Rows = $"""
        SELECT {(LeadlineHost.Postgres is null ? "group_concat(line, char(10))" : "string_agg(line::text, chr(10))")} FROM (
            SELECT {(LeadlineHost.Postgres is null ? "json_array" : "json_build_array")}(
                id, first_name, last_name, phone_number, email, description, message, preferred_contact, source_page_url, country_id, converted_at, customer_id,
                marketing_attribution, external_id, external_branch_id, external_created_at, last_synced_at, import_source_id, lead_status_id,
                lead_reference_source_id, assigned_user_id, created_at, deleted_at) AS line
            FROM leads ORDER BY id) lines
        """;

    [Fact]
    public async Task A_killed_job_goes_on_to_its_end_and_changes_every_lead_once()
    {
        using var place = Place.OfThisRun();
        var (tenant, token) = await place.SeedAsync(Leads);
        var job = await KillAmidAsync(place, tenant, token);

        await using (var server = await place.ServeAsync())
        {
            using var client = await server.ClientAsync(tenant, token);
            var finished = await EndOfAsync(client, job);

            Assert.Equal("finished", (string?)finished["state"]);
            Assert.Equal((long)finished["total"]!, (long)finished["done"]!);
            Assert.Empty(finished["result"]!["failed"]!.AsArray());
            Assert.Equal((long)finished["total"]!, Count(place, "leads WHERE deleted_at IS NULL"));
            Assert.Equal(0, Count(place, "leads WHERE deleted_at IS NULL AND description IS DISTINCT FROM 'Called'"));
            var batch = $"journal WHERE batch_id = {(long)finished["batch_id"]!}";
            Assert.Equal((long)finished["total"]!, Count(place, batch));
            Assert.Equal((long)finished["total"]!, Count(place, $"(SELECT DISTINCT entity_id FROM {batch} AND entity = 'lead' AND operation = 'updated') changed"));
            await AssertFeedAsync(place, client);
        }

        await place.SucceedAsync("verify");
    }

    [Fact]
    public async Task A_killed_job_can_be_undone_at_once_after_the_next_start()
    {
        using var place = Place.OfThisRun();
        var (tenant, token) = await place.SeedAsync(Leads);
        var before = place.Execute(Rows);
        var job = await KillAmidAsync(place, tenant, token);
        Assert.NotEqual(before, place.Execute(Rows));

        await using (var server = await place.ServeAsync())
        {
            using var client = await server.ClientAsync(tenant, token);
            var batch = (long)(await JobAsync(client, job))["batch_id"]!;
            using var reply = await client.SendAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo");
            var answer = await reply.JsonAsync(reply.StatusCode == HttpStatusCode.Accepted ? HttpStatusCode.Accepted : HttpStatusCode.OK);
            if (reply.StatusCode == HttpStatusCode.Accepted)
            {
                Assert.Equal("finished", (string?)(await EndOfAsync(client, (long)answer["data"]!["job_id"]!))["state"]);
            }

            Assert.Contains((string?)(await EndOfAsync(client, job))["state"], new[] { "cancelled", "finished" });
            Assert.Equal(before, place.Execute(Rows));
            await AssertFeedAsync(place, client);
        }

        await place.SucceedAsync("verify");
    }

    private static async Task<long> KillAmidAsync(Place place, string tenant, string token)
    {
        await using var server = await place.ServeAsync();
        using var client = await server.ClientAsync(tenant, token);
        var started = await client.CallAsync(
            HttpMethod.Post, "/api/v1/leads/bulk", HttpStatusCode.Accepted,
            new JsonObject { ["action"] = "update", ["filter"] = new JsonObject(), ["set"] = new JsonObject { ["description"] = "Called" } });
        var id = (long)started["data"]!["job_id"]!;
        var job = await JobAsync(client, id);
        while ((long)job["done"]! == 0)
        {
            job = await JobAsync(client, id);
        }

        await server.KillAsync();
        Assert.InRange((long)job["done"]!, 1, (long)job["total"]! - 1);
        Assert.Equal("running", place.Execute($"SELECT state FROM jobs WHERE id = {id}"));
        return id;
    }

    private static async Task<JsonNode> EndOfAsync(HttpClient client, long id)
    {
        for (var wait = 0; wait < 2400; wait++)
        {
            if (await JobAsync(client, id) is var job && (string?)job["state"] is not ("queued" or "running"))
            {
                return job;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"The job {id} does not end.");
    }

    private static async Task<JsonNode> JobAsync(HttpClient client, long id) => (await client.GetJsonAsync($"/api/v1/jobs/{id}"))["data"]!;

    private static async Task AssertFeedAsync(Place place, HttpClient client)
    {
        var next = 1L;
        JsonObject page;
        do
        {
            page = await client.GetJsonAsync($"/api/v1/changes?limit=1000&cursor={next - 1}");
            Assert.Equal(Enumerable.Range(0, page["data"]!.AsArray().Count).Select(i => next + i), page["data"]!.AsArray().Select(entry => long.Parse((string)entry!["cursor"]!, CultureInfo.InvariantCulture)));
            next += page.Ids().Length;
        }
        while ((bool)page["meta"]!["has_more"]!);

        Assert.Equal(Count(place, "journal"), next - 1);
    }

    private static long Count(Place place, string rows) =>
        Convert.ToInt64(place.Execute($"SELECT count(*) FROM {rows}"), CultureInfo.InvariantCulture);
}
