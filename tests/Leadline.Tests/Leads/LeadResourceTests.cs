using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Leadline.Customers;
using Leadline.Leads;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Leads;

public sealed partial class LeadResourceTests(LeadlineHost host)
{
    private static readonly DateTime Day = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public async Task A_list_of_full_leads_has_the_published_shape_to_the_letter()
    {
        var tenant = await host.NewTenantAsync();
        var fullLead = await FullLeadAsync(tenant);
        await tenant.AddLeadsAsync(fullLead(), fullLead(), fullLead());
        var client = await tenant.ClientAsync();

        var page = await client.GetJsonAsync("/api/v1/leads?trashed=1&per_page=1&page=2");

        Assert.Equal(ShapeOf(PublishedExample()), ShapeOf(page));
    }

    [Fact]
    public async Task A_lead_of_nothing_still_has_every_field()
    {
        var tenant = await host.NewTenantAsync();
        var lead = new Lead { CreatedAt = Day };
        await tenant.AddLeadsAsync(lead);

        var shown = await OnlyLeadAsync(tenant);

        Assert.Equal(
            $$"""
            {"id":{{lead.Id}},"first_name":null,"last_name":null,"full_name":"","phone_number":null,"email":null,"description":null,
            "message":null,"preferred_contact":null,"source_page_url":null,"country_id":null,"is_converted":"false","converted_at":null,
            "customer_id":null,"marketing_attribution":null,"external_id":null,"external_branch_id":null,"external_created_at":null,
            "last_synced_at":null,"import_source_id":null,"created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z",
            "deleted_at":null,"status":null,"reference_source":null,"assigned_user":null,"country_name":null}
            """.ReplaceLineEndings(""),
            shown.ToJsonString());
    }

    [Theory]
    [InlineData("Ada", "Lovelace", "Ada Lovelace")]
    [InlineData("Ada", null, "Ada")]
    [InlineData(null, "Lovelace", "Lovelace")]
    [InlineData("", "Lovelace", "Lovelace")]
    [InlineData("Ada", "  ", "Ada")]
    [InlineData(" Ada", "Lovelace ", "Ada Lovelace")]
    [InlineData("Ada Augusta", "King Noel", "Ada Augusta King Noel")]
    public async Task The_full_name_joins_first_and_last_name_by_one_space(string? first, string? last, string full)
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { FirstName = first, LastName = last });

        Assert.Equal(full, (string?)(await OnlyLeadAsync(tenant))["full_name"]);
    }

    [Fact]
    public async Task Whether_a_lead_is_converted_is_told_by_a_string()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { ConvertedAt = Day });

        var lead = await OnlyLeadAsync(tenant);

        Assert.Equal("\"true\"", lead["is_converted"]!.ToJsonString());
        Assert.Equal("2026-01-02T03:04:05Z", (string?)lead["converted_at"]);
    }

    [Fact]
    public async Task The_marketing_touches_are_answered_as_they_were_stored()
    {
        var touches = """[{"utm_source": "google", "cost": 2.50, "path": [1, null, {"ü": "<b>"}]}, "plain", 7]""";
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { MarketingAttribution = touches });
        var client = await tenant.ClientAsync();

        Assert.Contains($"\"marketing_attribution\":{touches},", await client.GetStringAsync("/api/v1/leads"));
    }

    [Fact]
    public async Task Times_are_told_to_the_microsecond()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { CreatedAt = Day.AddTicks(1234567), UpdatedAt = Day.AddTicks(10), LastSyncedAt = Day });

        var lead = await OnlyLeadAsync(tenant);

        Assert.Equal("2026-01-02T03:04:05.123456Z", (string?)lead["created_at"]);
        Assert.Equal("2026-01-02T03:04:05.000001Z", (string?)lead["updated_at"]);
        Assert.Equal("2026-01-02T03:04:05Z", (string?)lead["last_synced_at"]);
    }

    [Fact]
    public async Task The_country_is_told_by_its_number_and_its_name()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { CountryId = 792 });

        var lead = await OnlyLeadAsync(tenant);

        Assert.Equal(792, (int)lead["country_id"]!);
        Assert.Equal("Türkiye", (string?)lead["country_name"]);
    }

    [Fact]
    public async Task A_renamed_status_shows_at_once()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.StatusAsync("new");
        await tenant.AddLeadsAsync(new Lead { LeadStatusId = id });
        Assert.Equal("New", (string?)(await OnlyLeadAsync(tenant))["status"]!["name"]);

        await tenant.ChangeAsync(async db => (await db.LeadStatuses.SingleAsync(status => status.Id == id)).Name = "Fresh");

        Assert.Equal("Fresh", (string?)(await OnlyLeadAsync(tenant))["status"]!["name"]);
    }

    [Fact]
    public async Task A_renamed_reference_source_shows_at_once()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.SourceAsync("Referral");
        await tenant.AddLeadsAsync(new Lead { LeadReferenceSourceId = id });
        Assert.Equal("Referral", (string?)(await OnlyLeadAsync(tenant))["reference_source"]!["name"]);

        await tenant.ChangeAsync(async db => (await db.LeadReferenceSources.SingleAsync(source => source.Id == id)).Name = "Word of mouth");

        Assert.Equal("Word of mouth", (string?)(await OnlyLeadAsync(tenant))["reference_source"]!["name"]);
    }

    [Fact]
    public async Task A_renamed_member_shows_at_once()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com", "Grace");
        await tenant.AddLeadsAsync(new Lead { AssignedUserId = id });
        Assert.Equal("Grace", (string?)(await OnlyLeadAsync(tenant))["assigned_user"]!["name"]);

        await tenant.ChangeAsync(async db => (await db.Memberships.SingleAsync(member => member.UserId == id)).Name = "Grace Hopper");

        Assert.Equal("Grace Hopper", (string?)(await OnlyLeadAsync(tenant))["assigned_user"]!["name"]);
    }

    private static async Task<JsonObject> OnlyLeadAsync(TestTenant tenant)
    {
        var client = await tenant.ClientAsync();
        var page = await client.GetJsonAsync("/api/v1/leads");
        return Assert.Single(page["data"]!.AsArray())!.AsObject();
    }

    private static async Task<Func<Lead>> FullLeadAsync(TestTenant tenant)
    {
        var customer = new Customer { LastName = "Lovelace", CreatedAt = Day, UpdatedAt = Day };
        var system = new ImportSource { Name = "Old system", CreatedAt = Day, UpdatedAt = Day };
        var source = await tenant.SourceAsync("Website");
        var status = await tenant.StatusAsync("new");
        var owner = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com");
        await tenant.ChangeAsync(async db =>
        {
            db.Insert(customer);
            db.Insert(system);
            (await db.LeadReferenceSources.SingleAsync(website => website.Id == source)).ExternalId = "web";
        });

        return () => new Lead
        {
            FirstName = "Ada",
            LastName = "Lovelace",
            PhoneNumber = "+90 532 123 45 67",
            Email = "ada@example.com",
            Description = "Writes programs.",
            Message = "Call me.",
            PreferredContact = "phone",
            SourcePageUrl = "https://example.com/offer",
            CountryId = 792,
            ConvertedAt = Day,
            CustomerId = customer.Id,
            MarketingAttribution = """["spring"]""",
            ExternalId = Guid.NewGuid().ToString(),
            ExternalBranchId = "branch-1",
            ExternalCreatedAt = Day,
            LastSyncedAt = Day,
            ImportSourceId = system.Id,
            DeletedAt = Day,
            LeadStatusId = status,
            LeadReferenceSourceId = source,
            AssignedUserId = owner,
        };
    }

    private static JsonNode PublishedExample()
    {
        var published = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contract", "get-all-leads.txt")).ReplaceLineEndings("\n");
        var start = published.IndexOf("\n{\n", StringComparison.Ordinal);
        var end = published.IndexOf("\n}\n", StringComparison.Ordinal);
        return JsonNode.Parse(published[start..(end + 2)])!;
    }

    // What two replies of one kind have in common: names, order, nesting and types.
    private static string ShapeOf(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject record => $"{{{string.Join(",\n", record.Select(field => $"{field.Key}: {ShapeOf(field.Value)}"))}}}",
        JsonArray items => $"[{string.Join(" or ", items.Select(ShapeOf).Distinct())}]",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => node.AsValue().TryGetValue<long>(out _) ? "integer" : "number",
            _ => UtcTime().IsMatch((string)node!) ? "time" : "string",
        },
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$")]
    private static partial Regex UtcTime();
}
