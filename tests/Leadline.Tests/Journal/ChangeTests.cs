using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Leadline.Jobs;
using Leadline.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Journal;

public sealed class ChangeTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string ReadWrite = "leads:read leads:write";
    private const string Key = "Idempotency-Key";

    [Fact]
    public async Task A_repeated_call_with_its_key_gets_the_same_answer_and_changes_nothing_more()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);

        using var first = await client.SendAsync(HttpMethod.Post, Leads, new { last_name = "A" }, (Key, "k-1"));
        using var again = await client.SendAsync(HttpMethod.Post, Leads, new { last_name = "A" }, (Key, "k-1"));

        Assert.Equal((await first.JsonAsync(HttpStatusCode.Created)).ToJsonString(), (await again.JsonAsync(HttpStatusCode.Created)).ToJsonString());
        Assert.Equal((first.Headers.ETag, first.Headers.Location), (again.Headers.ETag, again.Headers.Location));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(["true"], again.Headers.GetValues("Idempotency-Replayed"));
        Assert.Equal(1, (await client.GetJsonAsync(Leads)).Total());
    }

    [Fact]
    public async Task A_key_is_good_for_one_call_only()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = (long)(await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new { last_name = "A" }, (Key, "k")))["data"]!["id"]!;

        await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.UnprocessableEntity, new { last_name = "B" }, (Key, "k"));
        await client.CallAsync(HttpMethod.Put, $"{Leads}/{id}", HttpStatusCode.UnprocessableEntity, new { last_name = "A" }, (Key, "k"));
        await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new { last_name = "A" }, (Key, "k"));
    }

    [Fact]
    public async Task A_refusal_is_kept_like_any_answer()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.OK);

        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.NotFound, new { last_name = "B" }, (Key, "k"));
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/restore", HttpStatusCode.OK);
        using var again = await client.SendAsync(HttpMethod.Patch, $"{Leads}/{id}", new { last_name = "B" }, (Key, "k"));

        await again.JsonAsync(HttpStatusCode.NotFound);
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Of_calls_at_once_with_one_key_exactly_one_changes_something()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);

        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.SendAsync(HttpMethod.Post, Leads, new { last_name = "A" }, (Key, "k"))));

        Assert.All(replies, reply => Assert.Contains(reply.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict }));
        Assert.Single(replies, reply => reply.StatusCode == HttpStatusCode.Created && !reply.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, (await client.GetJsonAsync(Leads)).Total());
    }

    [Fact]
    public async Task Keys_of_other_tenants_and_callers_do_not_meet()
    {
        var (ours, theirs) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var email = $"{Guid.NewGuid():N}@example.com";
        await ours.AddUserAsync(email);
        foreach (var client in new[] { await ours.ClientAsync(ReadWrite), await theirs.ClientAsync(ReadWrite), await ours.ClientAsync(ReadWrite, email) })
        {
            using var reply = await client.SendAsync(HttpMethod.Post, Leads, new { last_name = "A" }, (Key, "shared"));
            Assert.False(reply.Headers.Contains("Idempotency-Replayed"));
            await reply.JsonAsync(HttpStatusCode.Created);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task A_key_has_1_to_255_characters(int length)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);

        await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.BadRequest, new { last_name = "A" }, (Key, new string('k', length)));
        await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new { last_name = "A" }, (Key, new string('k', 255)));
    }

    [Fact]
    public async Task A_change_of_what_has_changed_is_refused_with_the_current_record()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        using var read = await client.GetAsync($"{Leads}/{id}");
        var tag = read.Headers.ETag!.ToString();

        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { first_name = "Ada" }, ("If-Match", tag));
        using var refused = await client.SendAsync(HttpMethod.Patch, $"{Leads}/{id}", new { first_name = "Bea" }, ("If-Match", tag));
        var answer = await refused.JsonAsync(HttpStatusCode.PreconditionFailed);

        Assert.Equal("precondition_failed", (string?)answer["error"]);
        Assert.Equal((await client.GetJsonAsync($"{Leads}/{id}"))["data"]!.ToJsonString(), answer["current"]!.ToJsonString());
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { first_name = "Bea" }, ("If-Match", refused.Headers.ETag!.ToString()));
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { first_name = "Cy" }, ("If-Match", "*"));
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.PreconditionFailed, new { first_name = "Di" }, ("If-Match", "\"nonsense\""));
    }

    [Fact]
    public async Task Of_changes_at_once_of_one_version_exactly_one_is_made()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => client.SendAsync(HttpMethod.Patch, $"{Leads}/{id}", new { first_name = $"Ada {i}" }, ("If-Match", "\"1\""))));

        Assert.Single(replies, reply => reply.StatusCode == HttpStatusCode.OK);
        Assert.Equal(11, replies.Count(reply => reply.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task A_record_that_the_client_has_is_not_sent_again()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        using var first = await client.GetAsync($"{Leads}/{id}");
        var tag = first.Headers.ETag!.ToString();

        using var same = await client.SendAsync(HttpMethod.Get, $"{Leads}/{id}", null, ("If-None-Match", tag));
        await tenant.ChangeAsync(async db => (await db.FindLiveAsync<Leadline.Leads.LeadStatus>(await tenant.StatusAsync("new")))!.Name = "Fresh");
        using var renamed = await client.SendAsync(HttpMethod.Get, $"{Leads}/{id}", null, ("If-None-Match", tag));

        Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(new EntityTagHeaderValue(tag), same.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
    }

    [Fact]
    public async Task What_an_endpoint_does_not_know_is_refused_and_nothing_changes()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();

        var query = await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}?force=1", HttpStatusCode.UnprocessableEntity);
        var body = await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.UnprocessableEntity, new { force = true });
        await client.CallAsync(HttpMethod.Post, $"{Leads}?dry_run=1", HttpStatusCode.UnprocessableEntity, new { last_name = "B" });

        Assert.Single(query.ErrorsOf("force"));
        Assert.Single(body.ErrorsOf("force"));
        Assert.Equal([id], (await client.GetJsonAsync(Leads)).Ids());
    }

    [Fact]
    public async Task What_was_sent_cannot_be_guessed_from_what_is_kept_of_a_call()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);
        const string Body = """{"last_name": "A"}""";
        await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, Body, (Key, "k"));

        var kept = "";
        await tenant.WriteAsync(write =>
        {
            kept = (string?)write.Read("SELECT fingerprint FROM idempotency_keys WHERE tenant_id = @tenant", ("@tenant", tenant.Id.Value));
            return Task.CompletedTask;
        });

        Assert.Equal(64, kept?.Length);
        Assert.NotEqual(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"POST {Leads} \n{Body}"))), kept);
    }

    [Fact]
    public async Task Answers_of_yesterday_are_removed_whether_or_not_the_tenant_calls_again()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);
        await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new { last_name = "A" }, (Key, "old"));
        await tenant.WriteAsync(write => Task.FromResult(write.Execute("UPDATE idempotency_keys SET created_at = 1 WHERE tenant_id = @tenant", ("@tenant", tenant.Id.Value))));
        await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new { last_name = "A" }, (Key, "new"));

        await host.Services.GetRequiredService<ForgetReplies>().RunAsync(TestContext.Current.CancellationToken);

        var kept = new List<string>();
        await tenant.WriteAsync(write =>
        {
            using var keys = write.Query(
                "SELECT key FROM idempotency_keys WHERE tenant_id = @tenant UNION ALL SELECT DISTINCT key FROM idempotency_subjects WHERE tenant_id = @tenant",
                ("@tenant", tenant.Id.Value));
            while (keys.Read())
            {
                kept.Add(keys.GetString(0));
            }

            return Task.CompletedTask;
        });
        Assert.Equal(["new", "new"], kept);
    }

    [Fact]
    public async Task A_parameter_that_a_change_does_not_know_is_called_a_parameter()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);

        var refused = await client.CallAsync(HttpMethod.Post, $"{Leads}?foo=1", HttpStatusCode.UnprocessableEntity, new { last_name = "A" });

        Assert.Equal("The parameter foo is not known.", (string?)refused["message"]);
    }

    [Fact]
    public async Task What_belongs_to_a_record_is_not_changed_under_an_old_tag_of_it()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read leads:write customers:read customers:write settings:write");
        var tag = await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" });
        var lead = await client.CreateLeadAsync();
        var customer = await client.CreateAsync("/api/v1/customers", new { first_name = "A", last_name = "B", phone_number = "1" });
        foreach (var (record, noun) in new[] { ($"{Leads}/{lead}", "lead"), ($"/api/v1/customers/{customer}", "customer") })
        {
            using var read = await client.GetAsync(record);
            var seen = ("If-Match", read.Headers.ETag!.ToString());

            var refused = await client.CallAsync(HttpMethod.Put, $"{record}/tags/{tag}", HttpStatusCode.PreconditionFailed, null, ("If-Match", "\"77\""));
            await client.CallAsync(HttpMethod.Post, $"{record}/notes", HttpStatusCode.PreconditionFailed, new { content = "x" }, ("If-Match", "\"77\""));
            Assert.Equal((noun, lead), (noun, noun == "lead" ? (long)refused["current"]!["id"]! : lead));
            await client.CallAsync(HttpMethod.Put, $"{record}/tags/{tag}", HttpStatusCode.OK, null, seen);
            await client.CallAsync(HttpMethod.Post, $"{record}/notes", HttpStatusCode.Created, new { content = "x" }, seen);
            await client.CallAsync(HttpMethod.Delete, $"{record}/tags/{tag}", HttpStatusCode.PreconditionFailed, null, ("If-Match", "\"77\""));
            await client.CallAsync(HttpMethod.Delete, $"{record}/tags/{tag}", HttpStatusCode.OK, null, seen);
        }
    }

    [Fact]
    public async Task Records_without_a_version_of_their_own_have_tags_too()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("leads:read leads:write customers:read customers:write users:read settings:read");
        var id = await client.CreateLeadAsync();
        var batch = (await client.GetJsonAsync("/api/v1/batches?limit=1")).Ids()[0];
        var job = 0L;
        await tenant.ChangeAsync(db =>
        {
            job = db.Insert(new Job { Kind = "lead.bulk", State = Job.Finished, Payload = "{}", Touches = "lead", AuthorKind = "operator", AuthorId = "operator" }).Id;
            return Task.CompletedTask;
        });
        foreach (var address in new[] { $"/api/v1/batches/{batch}", "/api/v1/changes", $"{Leads}/{id}/timeline", "/api/v1/account/roles", $"/api/v1/jobs/{job}" })
        {
            using var first = await client.GetAsync(address);
            using var same = await client.SendAsync(HttpMethod.Get, address, null, ("If-None-Match", first.Headers.ETag!.ToString()));
            Assert.Equal((address, HttpStatusCode.NotModified), (address, same.StatusCode));
        }

        using var converted = await client.SendAsync(HttpMethod.Post, $"{Leads}/{id}/convert");
        using var read = await client.GetAsync($"{Leads}/{id}");
        Assert.Equal(read.Headers.ETag, converted.Headers.ETag);
    }
}
