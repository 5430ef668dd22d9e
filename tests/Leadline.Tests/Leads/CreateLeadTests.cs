using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Leadline.Leads;

namespace Leadline.Tests.Leads;

public sealed class CreateLeadTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string ReadWrite = "leads:read leads:write";

    [Fact]
    public async Task A_new_lead_is_answered_as_it_is_read_and_listed()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);

        using var reply = await client.SendAsync(HttpMethod.Post, Leads, new { first_name = "Ada", last_name = "Lovelace", email = "ada@example.com", country_id = 792 });
        var made = (await reply.JsonAsync(HttpStatusCode.Created))["data"]!;
        var read = await client.GetJsonAsync(reply.Headers.Location!.ToString());
        var listed = (await client.GetJsonAsync(Leads))["data"]!.AsArray().Single();

        Assert.Equal($"{Leads}/{made["id"]}", reply.Headers.Location!.ToString());
        Assert.NotNull(reply.Headers.ETag);
        Assert.Equal("Ada Lovelace", (string?)made["full_name"]);
        Assert.Equal("Türkiye", (string?)made["country_name"]);
        Assert.True(JsonNode.DeepEquals(made, read["data"]), $"{made} {read}");
        Assert.True(JsonNode.DeepEquals(made, listed), $"{made} {listed}");
    }

    [Fact]
    public async Task A_lead_without_a_status_gets_the_default_one()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);

        var id = await client.CreateLeadAsync();

        Assert.Equal("new", (string?)(await client.GetJsonAsync($"{Leads}/{id}"))["data"]!["status"]!["slug"]);
    }

    [Fact]
    public async Task Every_field_that_is_sent_is_kept()
    {
        var tenant = await host.NewTenantAsync();
        var owner = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com");
        var system = new ImportSource { Name = "Old system" };
        await tenant.ChangeAsync(db => Task.FromResult(db.Insert(system)));
        using var client = await tenant.ClientAsync(ReadWrite);
        var (status, source) = (await tenant.StatusAsync("qualified"), await tenant.SourceAsync("Referral"));

        var made = (await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new
        {
            last_name = "Lovelace",
            first_name = "Ada",
            phone_number = "0532 123 45 67",
            email = "ada@example.com",
            description = "Writes programs.",
            message = "Call me.",
            preferred_contact = "phone",
            source_page_url = "https://example.com/offer",
            lead_status_id = status,
            lead_reference_source_id = source,
            assigned_user_id = owner,
            country_id = 276,
            marketing_attribution = new[] { new { campaign = "spring" } },
            external_id = "A-1",
            external_branch_id = "7",
            external_created_at = "2026-01-31T12:30:00.1234567+03:00",
            import_source_id = system.Id,
        }))["data"]!;

        Assert.Equal("0532 123 45 67", (string?)made["phone_number"]);
        Assert.Equal("Call me.", (string?)made["message"]);
        Assert.Equal("phone", (string?)made["preferred_contact"]);
        Assert.Equal("https://example.com/offer", (string?)made["source_page_url"]);
        Assert.Equal((status, source, owner), ((long)made["status"]!["id"]!, (long)made["reference_source"]!["id"]!, (long)made["assigned_user"]!["id"]!));
        Assert.Equal("""[{"campaign":"spring"}]""", made["marketing_attribution"]!.ToJsonString());
        Assert.Equal(("A-1", "7", system.Id), ((string?)made["external_id"], (string?)made["external_branch_id"], (long)made["import_source_id"]!));
        Assert.Equal("2026-01-31T09:30:00.123456Z", (string?)made["external_created_at"]);
        Assert.Equal((string?)made["created_at"], (string?)made["last_synced_at"]);
    }

    [Fact]
    public async Task Texts_are_trimmed_and_empty_ones_are_null()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);

        var made = (await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new { last_name = "  Lovelace\t", first_name = "", email = " ada@example.com ", message = "   " }))["data"]!;

        Assert.Equal(("Lovelace", "ada@example.com"), ((string?)made["last_name"], (string?)made["email"]));
        Assert.Null(made["first_name"]);
        Assert.Null(made["message"]);
    }

    [Fact]
    public async Task Texts_may_be_as_long_as_published()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);
        var name = string.Concat(Enumerable.Repeat("😀", 255));

        var made = (await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new
        {
            last_name = name,
            phone_number = new string('1', 32),
            description = new string('a', 65_535),
        }))["data"]!;

        Assert.Equal(name, (string?)made["last_name"]);
        Assert.Equal(65_535, ((string?)made["description"])!.Length);
    }

    [Fact]
    public async Task A_single_marketing_touch_becomes_a_list_of_one()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);

        var made = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, """{"last_name": "A", "marketing_attribution": {"utm": "x"}}""");

        Assert.Equal("""[{"utm":"x"}]""", made["data"]!["marketing_attribution"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(LeadBodies.Bad), MemberType = typeof(LeadBodies))]
    public async Task A_field_that_breaks_its_rule_is_named_and_nothing_is_made(string body, string field)
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);

        var refused = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.UnprocessableEntity, body);

        Assert.Single(refused.ErrorsOf(field));
        Assert.Single(refused["errors"]!.AsObject());
        Assert.Equal(0, (await client.GetJsonAsync(Leads)).Total());
    }

    [Fact]
    public async Task All_bad_fields_are_named_at_once()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);

        var refused = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.UnprocessableEntity, """{"email": "x", "foo": 1, "country_id": 1}""");

        Assert.Equal(["country_id", "email", "foo", "last_name"], refused["errors"]!.AsObject().Select(error => error.Key).Order());
    }

    [Theory]
    [MemberData(nameof(LeadBodies.Unreadable), MemberType = typeof(LeadBodies))]
    public async Task A_body_that_is_no_json_object_is_refused(string body)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);

        Assert.Equal("invalid_request", (string?)(await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.BadRequest, body))["error"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        using var body = new ByteArrayContent([.. "{\"last_name\": \""u8, 0xff, 0xfe, .. "\"}"u8]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.BadRequest, body);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_of_another_type_is_refused(string type)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        using var body = new StringContent("""{"last_name": "A"}""", Encoding.UTF8, type);

        var refused = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.UnsupportedMediaType, body);

        Assert.Equal("unsupported_media_type", (string?)refused["error"]);
    }

    [Fact]
    public async Task A_body_of_more_than_a_megabyte_is_refused()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);

        var refused = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.RequestEntityTooLarge, $$"""{"last_name": "{{new string('a', 1024 * 1024)}}"}""");

        Assert.Equal("payload_too_large", (string?)refused["error"]);
    }

    [Fact]
    public async Task References_to_another_tenants_rows_are_refused()
    {
        var (ours, theirs) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var system = new ImportSource { Name = "Theirs" };
        await theirs.ChangeAsync(db => Task.FromResult(db.Insert(system)));
        using var client = await ours.ClientAsync(ReadWrite);

        var refused = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.UnprocessableEntity, new
        {
            last_name = "A",
            lead_status_id = await theirs.StatusAsync("new"),
            lead_reference_source_id = await theirs.SourceAsync("Website"),
            assigned_user_id = await theirs.AddUserAsync($"{Guid.NewGuid():N}@example.com"),
            import_source_id = system.Id,
        });

        Assert.Equal(["assigned_user_id", "import_source_id", "lead_reference_source_id", "lead_status_id"], refused["errors"]!.AsObject().Select(error => error.Key).Order());
    }

    [Fact]
    public async Task Two_live_leads_cannot_share_an_external_id_but_a_deleted_one_is_only_told()
    {
        var tenant = await host.NewTenantAsync();
        var system = new ImportSource { Name = "Old system" };
        await tenant.ChangeAsync(db => Task.FromResult(db.Insert(system)));
        using var client = await tenant.ClientAsync(ReadWrite);
        var body = new { last_name = "A", external_id = "A-1", import_source_id = system.Id };
        var first = await client.CreateLeadAsync(body);

        var refused = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Conflict, body);
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{first}", HttpStatusCode.OK);
        var second = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, body);
        var back = await client.CallAsync(HttpMethod.Post, $"{Leads}/{first}/restore", HttpStatusCode.Conflict);

        Assert.Equal(("conflict", "external_id", first), ((string?)refused["error"], (string?)refused["field"], (long)refused["lead_id"]!));
        Assert.Equal($$"""[{"id":{{first}},"field":"external_id"}]""", second["deleted_twins"]!.ToJsonString());
        Assert.Equal((long)second["data"]!["id"]!, (long)back["lead_id"]!);
    }

    [Fact]
    public async Task Reading_is_not_writing()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read");

        Assert.Equal("insufficient_scope", (string?)(await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Forbidden, "{"))["error"]);
    }

    [Fact]
    public async Task An_external_id_without_an_import_source_is_unique_among_those_without_one()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("leads:read leads:write settings:write");
        var source = await client.CreateAsync($"{Leads}/import-sources", new { name = "CRM" });
        var body = new { last_name = "A", external_id = "A-1" };
        var first = await client.CreateLeadAsync(body);

        var refused = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Conflict, body);
        await client.CreateLeadAsync(new { last_name = "A", external_id = "A-1", import_source_id = source });
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{first}", HttpStatusCode.OK);
        await client.CreateLeadAsync(body);
        var late = await client.CallAsync(HttpMethod.Post, $"{Leads}/{first}/restore", HttpStatusCode.Conflict);
        var deletion = (await client.GetJsonAsync("/api/v1/batches?action=lead.delete")).Ids().Single();
        var undone = await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{deletion}/undo", HttpStatusCode.OK);

        Assert.Equal(first, (long)refused["lead_id"]!);
        Assert.Equal("external_id", (string?)late["field"]);
        Assert.Equal(first, (long)Assert.Single(undone["data"]!["failed"]!.AsArray())!["id"]!);
    }

    [Theory]
    [InlineData("12:00:00")]
    [InlineData("01/02/2026")]
    [InlineData("1 Jan 2026")]
    [InlineData("Tue, 06 Jan 2026 10:00:00 GMT")]
    [InlineData("2026-01-31 09:30:00")]
    [InlineData("2026-02-30T09:30:00Z")]
    [InlineData("2026-01-31T09:30:00 +03:00")]
    public async Task A_time_that_is_not_of_ISO_8601_is_refused_in_a_body_and_in_an_address(string time)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read leads:write");

        var body = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.UnprocessableEntity, new { last_name = "A", external_created_at = time });
        var address = await client.GetJsonAsync($"{Leads}?updated_since={Uri.EscapeDataString(time)}", HttpStatusCode.UnprocessableEntity);

        Assert.Single(body.ErrorsOf("external_created_at"));
        Assert.Single(address.ErrorsOf("updated_since"));
    }

    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T09:30", "2026-01-31T09:30:00Z")]
    [InlineData("2026-01-31T09:30:00+03:00", "2026-01-31T06:30:00Z")]
    [InlineData("2026-01-31T09:30:00.1234567Z", "2026-01-31T09:30:00.123456Z")]
    [InlineData("2026-01-31T09:30:00-0330", "2026-01-31T13:00:00Z")]
    public async Task A_time_of_ISO_8601_is_kept_in_UTC(string time, string kept)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read leads:write");

        var made = await client.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new { last_name = "A", external_created_at = time });

        Assert.Equal(kept, (string?)made["data"]!["external_created_at"]);
        await client.GetJsonAsync($"{Leads}?updated_since={Uri.EscapeDataString(time)}");
    }
}
