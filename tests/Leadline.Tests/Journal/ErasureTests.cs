using System.Net;
using System.Text;
using Leadline.Jobs;
using Leadline.Leads;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Journal;

public sealed class ErasureTests(LeadlineHost host)
{
    private const string All = "leads:read leads:write customers:read customers:write settings:write";
    private const string Leads = "/api/v1/leads";

    // What is nobody's secret: which system a record came from, and what is chosen from a list.
    private static readonly string[] Impersonal = ["lead.ExternalBranchId"];

    [Fact]
    public async Task Nothing_of_an_erased_person_is_left_in_the_database_and_every_count_stays()
    {
        var tenant = await host.NewTenantAsync(country: "TR");
        using var client = await tenant.ClientAsync(All);
        string[] secrets = ["Zyxwv", "Qponml", "zyx@secret.example", "5551234567", "Hushhush", "Whisper", "https://secret.example", "kliklikid", "EXT-91827"];
        var lead = await client.CreateLeadAsync(new
        {
            first_name = "Zyxwv", last_name = "Before", email = "zyx@secret.example", phone_number = "0555 123 45 67", message = "Hushhush",
            source_page_url = "https://secret.example/x", marketing_attribution = new[] { new { gclid = "kliklikid" } }, external_id = "EXT-91827",
        });
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{lead}", HttpStatusCode.OK, new { last_name = "Qponml" });
        var note = await client.CreateAsync($"{Leads}/{lead}/notes", new { content = "Whisper" });
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{lead}/notes/{note}", HttpStatusCode.OK);
        await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "Hushhush", description = "Whisper" });
        using var keyed = new HttpRequestMessage(HttpMethod.Patch, $"{Leads}/{lead}") { Headers = { { "Idempotency-Key", "k" } }, Content = new StringContent("""{"description": "Hushhush"}""", null, "application/json") };
        using var keptAnswer = await client.SendAsync(keyed);
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/notes", HttpStatusCode.Created, new { content = "Whisper" }, ("Idempotency-Key", "n"));
        var customer = (await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/convert", HttpStatusCode.OK, new { }, ("Idempotency-Key", "c")))["data"]!["customer"]!["id"]!;
        await client.CallAsync(HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.OK, new { ids = new[] { lead }, action = "delete", dry_run = true }, ("Idempotency-Key", "b"));
        Assert.NotEmpty(Holding(tenant, secrets));
        var before = await client.GetJsonAsync($"{Leads}?fields=id,status,reference_source,converted_at,created_at,is_converted");

        var erased = (await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/erase", HttpStatusCode.OK))["data"]!;
        Assert.Equal($$"""[{"entity":"customer","id":{{customer}}}]""", erased["linked"]!.ToJsonString());
        var linked = (await client.CallAsync(HttpMethod.Post, $"/api/v1/customers/{customer}/erase", HttpStatusCode.OK))["data"]!;

        Assert.Equal($$"""[{"entity":"lead","id":{{lead}}}]""", linked["linked"]!.ToJsonString());
        Assert.Equal([], Holding(tenant, secrets));
        Assert.Equal(0, (await client.GetJsonAsync($"{Leads}?search=zyxwv")).Total());
        Assert.Equal(0, (await client.GetJsonAsync($"/api/v1/customers?search=zyxwv")).Total());
        Assert.Equal(
            before.ToJsonString(), (await client.GetJsonAsync($"{Leads}?fields=id,status,reference_source,converted_at,created_at,is_converted")).ToJsonString());
        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/erase", HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_feed_tells_of_the_erasure_by_the_fields_that_were_blanked()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var lead = await client.CreateLeadAsync(new { last_name = "Lovelace", email = "ada@example.com" });

        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/erase", HttpStatusCode.OK);

        var last = (await client.GetJsonAsync("/api/v1/changes?limit=1000"))["data"]!.AsArray()[^1]!;
        Assert.Equal(("lead", lead, "updated", "lead.erase"), ((string?)last["entity"], (long)last["entity_id"]!, (string?)last["operation"], (string?)last["action"]));
        Assert.Equal("""{"email":{"old":null,"new":null},"last_name":{"old":null,"new":null}}""", Sorted(last["changes"]!.AsObject()));
    }

    [Fact]
    public async Task No_undo_brings_an_erased_person_back()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var lead = await client.CreateLeadAsync(new { last_name = "Lovelace", email = "ada@example.com" });
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{lead}", HttpStatusCode.OK, new { last_name = "Other" });
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/erase", HttpStatusCode.OK);
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{lead}", HttpStatusCode.OK, new { first_name = "New" });

        foreach (var action in new[] { "lead.erase", "lead.update" })
        {
            foreach (var batch in (await client.GetJsonAsync($"/api/v1/batches?action={action}&sort_order=asc"))["data"]!.AsArray().Take(1))
            {
                await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch!["id"]}/undo", HttpStatusCode.OK);
            }
        }

        var shown = (await client.GetJsonAsync($"{Leads}/{lead}"))["data"]!;
        Assert.Equal((null, null, "New"), ((string?)shown["last_name"], (string?)shown["email"], (string?)shown["first_name"]));
    }

    [Theory]
    [InlineData("manager")]
    [InlineData("agent")]
    public async Task Only_an_owner_may_erase(string role)
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: role);
        using var client = await tenant.ClientAsync(All, user: email);
        var lead = await client.CreateLeadAsync(new { last_name = "Lovelace" });

        Assert.Equal("forbidden", (string?)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/erase", HttpStatusCode.Forbidden))["error"]);
        Assert.Equal("Lovelace", (string?)(await client.GetJsonAsync($"{Leads}/{lead}"))["data"]!["last_name"]);
    }

    [Fact]
    public void Every_text_about_a_person_is_marked_as_personal()
    {
        using var db = host.Database.For(new TenantId(0).Whole);
        var about = JournalConventions.Of(JournalTriggers.ModelOf(db)).Where(entity => entity.Subject is "lead" or "customer").ToList();

        Assert.Equal(7, about.Count);
        Assert.Equal(Impersonal, about.SelectMany(entity => entity.Fields.Except(entity.Personal).Where(field => field.ClrType == typeof(string)).Select(field => $"{entity.Name}.{field.Name}")));
    }

    private static string Sorted(System.Text.Json.Nodes.JsonObject json) =>
        $"{{{string.Join(',', json.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"\"{field.Key}\":{field.Value!.ToJsonString()}"))}}}";

    [Fact]
    public async Task A_call_whose_answer_was_erased_is_not_made_again()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var body = new { last_name = "Lovelace" };
        var lead = (long)(await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, body, ("Idempotency-Key", "l")))["data"]!["id"]!;
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/notes", HttpStatusCode.Created, new { content = "Whisper" }, ("Idempotency-Key", "n"));
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/erase", HttpStatusCode.OK);

        var again = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Conflict, body, ("Idempotency-Key", "l"));
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/notes", HttpStatusCode.Conflict, new { content = "Whisper" }, ("Idempotency-Key", "n"));
        await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.UnprocessableEntity, new { last_name = "Other" }, ("Idempotency-Key", "l"));

        Assert.Equal(("conflict", 201), ((string?)again["error"], (int)again["status"]!));
        Assert.Equal(1, (await client.GetJsonAsync(Leads)).Total());
        Assert.Equal(1, (await client.GetJsonAsync($"{Leads}/{lead}/notes")).Total());
    }

    [Fact]
    public async Task Erasing_a_lead_leaves_the_answers_that_only_hold_its_number_elsewhere()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var status = await tenant.StatusAsync("new");
        await tenant.AddLeadsAsync(new Lead { Id = status, LastName = "Namesake" });
        var body = new { last_name = "Lovelace", lead_status_id = status };
        var made = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, body, ("Idempotency-Key", "l"));

        await client.CallAsync(HttpMethod.Post, $"{Leads}/{status}/erase", HttpStatusCode.OK);
        var again = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, body, ("Idempotency-Key", "l"));

        Assert.Equal(made.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task What_a_job_was_asked_is_forgotten_when_it_has_ended()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        tenant.LoadLeads([.. Enumerable.Range(0, 501).Select(number => new Lead { LastName = $"L{number}" })]);
        var queued = await client.CallAsync(
            HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.Accepted, new { filter = new { }, action = "update", set = new { description = "Murmured" } });
        var job = (long)queued["data"]!["job_id"]!;
        while ((string?)(await client.GetJsonAsync($"/api/v1/jobs/{job}"))["data"]!["state"] is "queued" or "running")
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await using var db = tenant.Open();
        Assert.Equal("{}", (await db.Jobs.SingleAsync(known => known.Id == job, TestContext.Current.CancellationToken)).Payload);
    }

    [Trait("Engine", "SQLite")]
    [Fact]
    public async Task The_search_index_forgets_an_erased_name_down_to_its_bytes()
    {
        await using var own = await LeadlineHost.StartAsync();
        var tenant = await own.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var lead = await client.CreateLeadAsync(new { last_name = "纏綟繧繝" });
        await client.CreateLeadAsync(new { last_name = "Lovelace" });
        Assert.True(IsIndexed(own, "綟繧"));

        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/erase", HttpStatusCode.OK);
        await using var db = tenant.Open();
        for (var patience = 0; patience < 200 && await db.Jobs.AnyAsync(job => job.FinishedAt == null, TestContext.Current.CancellationToken); patience++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.False(IsIndexed(own, "綟繧"));
        Assert.Equal(1, (await client.GetJsonAsync($"{Leads}?search=love")).Total());
        Assert.Empty(await own.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));

        static bool IsIndexed(LeadlineHost host, string trigram)
        {
            using var connection = host.Database.OpenForWriting();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM lead_search_data WHERE instr(block, @trigram) > 0";
            command.Add("@trigram", Encoding.UTF8.GetBytes(trigram));
            return (long)command.ExecuteScalar()! > 0;
        }
    }

    // Where the database still holds one of the texts: every column of every table is looked through.
    private static List<string> Holding(TestTenant tenant, string[] secrets)
    {
        var found = new List<string>();
        using var connection = tenant.Host.Database.OpenForWriting();
        List<(string Table, string Column)> columns = [];
        using (var command = connection.CreateCommand())
        {
            command.CommandText = tenant.Host.Database.IsSqlite
                ? """
                SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND t.name NOT LIKE 'lead_search%' AND t.name NOT LIKE 'sqlite_%'
                """
                : """
                SELECT c.table_name, CASE c.data_type WHEN 'bytea' THEN 'encode("' || c.column_name || '", ''escape'')' ELSE '"' || c.column_name || '"::text' END FROM information_schema.columns c JOIN pg_tables t ON t.schemaname = c.table_schema AND t.tablename = c.table_name
                WHERE c.table_schema = current_schema()
                """;
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                columns.Add((rows.GetString(0), rows.GetString(1)));
            }
        }

        Assert.True(columns.Count > 100);
        foreach (var (table, column) in columns)
        {
            foreach (var secret in secrets)
            {
                using var command = connection.CreateCommand();
                command.CommandText = tenant.Host.Database.IsSqlite
                    ? $"SELECT count(*) FROM \"{table}\" WHERE instr(lower(CAST(\"{column}\" AS TEXT)), lower(@secret)) > 0"
                    : $"SELECT count(*) FROM \"{table}\" WHERE strpos(lower({column}), lower(@secret)) > 0";
                command.Add("@secret", secret);
                if ((long)command.ExecuteScalar()! > 0)
                {
                    found.Add($"{table}.{column}: {secret}");
                }
            }
        }

        return found;
    }
}
