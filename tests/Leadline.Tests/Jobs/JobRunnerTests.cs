using System.Net;
using Leadline.Jobs;
using Leadline.Leads;

namespace Leadline.Tests.Jobs;

public sealed class JobRunnerTests
{
    private const string All = "leads:read leads:write";

    [Fact]
    public async Task A_job_that_cannot_be_done_says_so_and_keeps_no_other_waiting()
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var broken = 0L;
        await tenant.ChangeAsync(db =>
        {
            broken = db.Insert(new Job { Kind = "lead.bulk", State = Job.Queued, Payload = "no JSON", Touches = "lead", AuthorKind = "operator", AuthorId = "operator" }).Id;
            return Task.CompletedTask;
        });

        var job = await client.EndOfJobAsync(broken);

        Assert.Equal("failed", (string?)job["state"]);
        Assert.Contains("its log tells more", (string?)job["result"]!["reason"], StringComparison.Ordinal);
        Assert.Equal("finished", (string?)(await client.EndOfJobAsync(await BulkAsync(tenant, client)))["state"]);
    }

    [Fact]
    public async Task A_step_that_the_database_refuses_for_a_moment_is_tried_again()
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        Execute(host, host.Database.IsSqlite
            ? "CREATE TRIGGER refusing BEFORE UPDATE ON leads BEGIN SELECT RAISE(ABORT, 'not now'); END"
            : """
              CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RAISE EXCEPTION 'not now'; END $body$;
              CREATE TRIGGER refusing BEFORE UPDATE ON leads FOR EACH ROW EXECUTE FUNCTION refuse();
              """);

        var job = await BulkAsync(tenant, client);
        while (!host.Log.Messages.Any(message => message.Contains("is tried again", StringComparison.Ordinal)))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Execute(host, host.Database.IsSqlite ? "DROP TRIGGER refusing" : "DROP TRIGGER refusing ON leads");

        Assert.Equal(("finished", 600), await StateAsync(client, job));
    }

    [Fact]
    public async Task The_runner_goes_on_after_a_database_that_could_not_be_read()
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        Execute(host, host.Database.IsSqlite ? "DROP INDEX open_jobs" : "ALTER TABLE jobs RENAME TO lost_jobs"); // without its index SQLite does not look for them at all
        while (!host.Log.Messages.Any(message => message.Contains("The jobs were interrupted", StringComparison.Ordinal)))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Execute(host, host.Database.IsSqlite ? "CREATE INDEX IF NOT EXISTS open_jobs ON jobs (tenant_id, id) WHERE state IN ('queued', 'running')" : "ALTER TABLE lost_jobs RENAME TO jobs");

        Assert.Equal(("finished", 600), await StateAsync(client, await BulkAsync(tenant, client)));
    }

    private static async Task<long> BulkAsync(TestTenant tenant, HttpClient client)
    {
        tenant.LoadLeads([.. Enumerable.Range(0, 600).Select(i => new Lead { LastName = $"Lead {i}" })]);
        var body = new { action = "update", filter = new { }, set = new { description = "Called" } };
        return (long)(await client.CallAsync(HttpMethod.Post, "/api/v1/leads/bulk", HttpStatusCode.Accepted, body))["data"]!["job_id"]!;
    }

    private static async Task<(string? State, int Done)> StateAsync(HttpClient client, long id)
    {
        var job = await client.EndOfJobAsync(id);
        return ((string?)job["state"], (int)job["done"]!);
    }

    private static void Execute(LeadlineHost host, string sql)
    {
        using var connection = host.Database.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
