using System.Text.Json.Nodes;
using Leadline.Leads;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Leads;

public sealed class ListLeadsTests(LeadlineHost host)
{
    private static readonly DateTime Day = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_new_tenant_has_an_empty_list()
    {
        var tenant = await host.NewTenantAsync();
        var client = await tenant.ClientAsync();

        var page = await client.GetJsonAsync("/api/v1/leads");

        Assert.Empty(page["data"]!.AsArray());
        Assert.Equal(0, page.Total());
    }

    [Fact]
    public async Task The_newest_lead_comes_first()
    {
        var tenant = await host.NewTenantAsync();
        Lead[] leads = [new() { LastName = "Older", CreatedAt = Day }, new() { LastName = "Newer", CreatedAt = Day.AddDays(1) }];
        await tenant.AddLeadsAsync(leads);
        var client = await tenant.ClientAsync();

        var page = await client.GetJsonAsync("/api/v1/leads");

        Assert.Equal([leads[1].Id, leads[0].Id], page.Ids());
    }

    [Theory]
    [InlineData("sort_by=first_name", "Ada Zoë -")]
    [InlineData("sort_by=first_name&sort_order=desc", "Zoë Ada -")]
    [InlineData("sort_by=last_synced_at", "Zoë Ada -")]
    [InlineData("sort_by=last_synced_at&sort_order=asc", "Ada Zoë -")]
    public async Task A_few_converted_leads_among_many_sort_with_empty_values_last(string order, string expected)
    {
        var tenant = await host.NewTenantAsync();
        tenant.LoadLeads(
        [
            .. Enumerable.Range(0, 100).Select(number => new Lead { FirstName = $"Lead {number}" }),
            new() { FirstName = "Zoë", ConvertedAt = Day, LastSyncedAt = Day.AddDays(1) }, new() { FirstName = "-", ConvertedAt = Day }, new() { FirstName = "Ada", ConvertedAt = Day, LastSyncedAt = Day },
        ]);
        await tenant.ChangeAsync(async db => (await db.Leads.SingleAsync(lead => lead.FirstName == "-")).FirstName = null);
        using var client = await tenant.ClientAsync();

        foreach (var paging in new[] { "limit=10", "per_page=10" })
        {
            var names = (await client.GetJsonAsync($"/api/v1/leads?converted=1&{order}&{paging}"))["data"]!.AsArray().Select(lead => (string?)lead!["first_name"] ?? "-");
            Assert.Equal(expected, string.Join(' ', names));
        }
    }

    [Theory]
    [InlineData("", 15)]
    [InlineData("per_page=", 15)]
    [InlineData("per_page=1", 1)]
    [InlineData("per_page=100", 16)]
    public async Task A_page_holds_fifteen_leads_unless_asked_otherwise(string query, int shown)
    {
        var tenant = await host.NewTenantAsync();
        tenant.LoadLeads([.. Enumerable.Range(0, 16).Select(_ => new Lead())]);
        var client = await tenant.ClientAsync();

        var page = await client.GetJsonAsync($"/api/v1/leads?{query}");

        Assert.Equal(shown, page["data"]!.AsArray().Count);
        Assert.Equal(16, page.Total());
    }

    [Fact]
    public async Task A_status_lists_its_leads_only()
    {
        var tenant = await host.NewTenantAsync();
        var lost = await tenant.StatusAsync("lost");
        await tenant.AddLeadsAsync(
            new Lead { LastName = "Lost", LeadStatusId = lost },
            new Lead { LastName = "New", LeadStatusId = await tenant.StatusAsync("new") },
            new Lead { LastName = "Nowhere" });

        Assert.Equal(["Lost"], await NamesAsync(tenant, $"lead_status_id={lost}"));
        Assert.Empty(await NamesAsync(tenant, $"lead_status_id={long.MaxValue}"));
    }

    [Fact]
    public async Task A_reference_source_lists_its_leads_only()
    {
        var tenant = await host.NewTenantAsync();
        var referral = await tenant.SourceAsync("Referral");
        await tenant.AddLeadsAsync(
            new Lead { LastName = "Referred", LeadReferenceSourceId = referral },
            new Lead { LastName = "Surfer", LeadReferenceSourceId = await tenant.SourceAsync("Website") },
            new Lead { LastName = "Nowhere" });

        Assert.Equal(["Referred"], await NamesAsync(tenant, $"lead_reference_source_id={referral}"));
        Assert.Empty(await NamesAsync(tenant, $"lead_reference_source_id={long.MaxValue}"));
    }

    [Theory]
    [InlineData("converted=1", "Customer")]
    [InlineData("converted=true", "Customer")]
    [InlineData("converted=TRUE", "Customer")]
    [InlineData("converted=tRuE", "Customer")]
    [InlineData("converted=0", "Prospect")]
    [InlineData("converted=false", "Prospect")]
    [InlineData("converted=False", "Prospect")]
    [InlineData("converted=", "Customer", "Prospect")]
    [InlineData("trashed=1", "Deleted")]
    [InlineData("trashed=True", "Deleted")]
    [InlineData("trashed=0", "Customer", "Prospect")]
    [InlineData("trashed=FALSE", "Customer", "Prospect")]
    [InlineData("trashed=1&converted=1", "Deleted")]
    [InlineData("trashed=1&converted=0")]
    public async Task Booleans_tell_converted_and_deleted_leads_apart(string query, params string[] names)
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(
            new Lead { LastName = "Customer", ConvertedAt = Day },
            new Lead { LastName = "Prospect" },
            new Lead { LastName = "Deleted", ConvertedAt = Day, DeletedAt = Day });

        Assert.Equal(names, await NamesAsync(tenant, $"{query}&sort_by=last_name"));
    }

    [Fact]
    public async Task A_deleted_lead_leaves_the_list_and_comes_back_when_restored()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { LastName = "Lovelace" });

        await tenant.ChangeAsync(async db => (await db.Leads.SingleAsync()).DeletedAt = Day);
        Assert.Empty(await NamesAsync(tenant, ""));
        Assert.Equal(["Lovelace"], await NamesAsync(tenant, "trashed=1"));

        await tenant.ChangeAsync(async db => (await db.Leads.SingleAsync()).DeletedAt = null);
        Assert.Equal(["Lovelace"], await NamesAsync(tenant, ""));
        Assert.Empty(await NamesAsync(tenant, "trashed=1"));
    }

    [Fact]
    public async Task Filters_and_search_hold_together()
    {
        var tenant = await host.NewTenantAsync();
        var status = await tenant.StatusAsync("converted");
        var source = await tenant.SourceAsync("Referral");
        await tenant.AddLeadsAsync(
            new Lead { LastName = "Wanted", LeadStatusId = status, LeadReferenceSourceId = source, ConvertedAt = Day },
            new Lead { LastName = "Wanted elsewhere", LeadStatusId = status, ConvertedAt = Day },
            new Lead { LastName = "Wanted later", LeadStatusId = status, LeadReferenceSourceId = source },
            new Lead { LastName = "Wanted no more", LeadStatusId = status, LeadReferenceSourceId = source, ConvertedAt = Day, DeletedAt = Day },
            new Lead { LastName = "Other", LeadStatusId = status, LeadReferenceSourceId = source, ConvertedAt = Day });

        Assert.Equal(["Wanted"], await NamesAsync(tenant, $"lead_status_id={status}&lead_reference_source_id={source}&converted=1&search=wanted"));
    }

    public static TheoryData<string, string> Orders { get; } = new()
    {
        { "", "E D C B A" },
        { "sort_order=asc", "A B C D E" },
        { "sort_by=created_at", "E D C B A" },
        { "sort_by=created_at&sort_order=desc", "E D C B A" },
        { "sort_by=created_at&sort_order=asc", "A B C D E" },
        { "sort_by=last_name", "C A B D E" },
        { "sort_by=last_name&sort_order=asc", "C A B D E" },
        { "sort_by=last_name&sort_order=desc", "B A C E D" },
        { "sort_by=first_name", "C B A D E" },
        { "sort_by=first_name&sort_order=asc", "C B A D E" },
        { "sort_by=first_name&sort_order=desc", "A B C E D" },
        { "sort_by=converted_at", "A C B E D" },
        { "sort_by=converted_at&sort_order=desc", "A C B E D" },
        { "sort_by=converted_at&sort_order=asc", "B C A D E" },
        { "sort_by=last_synced_at", "B A C E D" },
        { "sort_by=last_synced_at&sort_order=desc", "B A C E D" },
        { "sort_by=last_synced_at&sort_order=asc", "C A B D E" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Leads_sort_with_empty_values_last_and_ties_by_id(string query, string order)
    {
        var tenant = await TenantOfFiveAsync();

        Assert.Equal(order, await OrderAsync(tenant, query));
        Assert.Equal(order, await OrderAsync(tenant, $"{query}&search=row-"));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_put_together_are_the_whole_list(string query, string order)
    {
        var tenant = await TenantOfFiveAsync();

        var pages = new List<string>();
        for (var page = 1; page <= 3; page++)
        {
            pages.Add(await OrderAsync(tenant, $"{query}&per_page=2&page={page}"));
        }

        Assert.Equal(order, string.Join(' ', pages));
    }

    [Fact]
    public async Task Leads_at_one_moment_stay_apart_by_id_on_every_page()
    {
        var tenant = await host.NewTenantAsync();
        Lead[] leads = [.. Enumerable.Range(0, 5).Select(_ => new Lead { LastName = "Same", CreatedAt = Day })];
        await tenant.AddLeadsAsync(leads);
        var client = await tenant.ClientAsync();

        var names = await client.GetJsonAsync("/api/v1/leads?sort_by=last_name");
        var times = await client.GetJsonAsync("/api/v1/leads?sort_by=created_at");

        Assert.Equal(leads.Select(lead => lead.Id), names.Ids());
        Assert.Equal(leads.Select(lead => lead.Id).Reverse(), times.Ids());
    }

    [Theory]
    [InlineData("lovelace", "Ada Lovelace")]
    [InlineData("LOVE", "Ada Lovelace")]
    [InlineData("v", "Ada Lovelace")]
    [InlineData("lovelace ada", "Ada Lovelace")]
    [InlineData("  ada   lace  ", "Ada Lovelace")]
    [InlineData("ada hopper")]
    [InlineData("adalovelace")]
    [InlineData("countess@example.com", "Ada Lovelace")]
    [InlineData("COUNTESS@EXAMPLE", "Ada Lovelace")]
    [InlineData("crm-77", "Ada Lovelace")]
    [InlineData("secret")]
    [InlineData("ilker yildiz", "İlker Yıldız")]
    [InlineData("ILKER YILDIZ", "İlker Yıldız")]
    [InlineData("ılker", "İlker Yıldız")]
    [InlineData("İLKER", "İlker Yıldız")]
    [InlineData("strasse", "Straße Łukasz")]
    [InlineData("STRAßE lukasz", "Straße Łukasz")]
    [InlineData("straße ŁUKASZ", "Straße Łukasz")]
    [InlineData("Æther", "Aether Ørsted")]
    [InlineData("orsted", "Aether Ørsted")]
    [InlineData("%", "100% Snake_Case")]
    [InlineData("_", "100% Snake_Case")]
    [InlineData("e_c", "100% Snake_Case")]
    [InlineData("0532 123", "İlker Yıldız")]
    [InlineData("+90 532 123 45 67", "İlker Yıldız")]
    [InlineData("00905321234567", "İlker Yıldız")]
    [InlineData("05321234567", "İlker Yıldız")]
    [InlineData("(0532)-123", "İlker Yıldız")]
    [InlineData("+47 22", "Aether Ørsted")]
    [InlineData("\"'*\\")]
    [InlineData("", "Ada Lovelace", "İlker Yıldız", "Aether Ørsted", "100% Snake_Case", "Straße Łukasz")]
    [InlineData("   ", "Ada Lovelace", "İlker Yıldız", "Aether Ørsted", "100% Snake_Case", "Straße Łukasz")]
    public async Task A_search_finds_every_term_in_names_email_phone_or_external_id(string search, params string[] found)
    {
        var tenant = await host.NewTenantAsync(country: "TR");
        await tenant.AddLeadsAsync(
            new Lead { FirstName = "Ada", LastName = "Lovelace", Email = "countess@example.com", ExternalId = "CRM-77", Description = "secret" },
            new Lead { FirstName = "İlker", LastName = "Yıldız", PhoneNumber = "0532 123 45 67" },
            new Lead { FirstName = "Aether", LastName = "Ørsted", PhoneNumber = "+47 22 12 34 56" },
            new Lead { FirstName = "100%", LastName = "Snake_Case" },
            new Lead { FirstName = "Straße", LastName = "Łukasz" });

        var names = await NamesAsync(tenant, $"search={Uri.EscapeDataString(search)}&sort_order=asc");

        Assert.Equal(found.Order(), names.Order());
    }

    [Fact]
    public async Task A_search_sees_a_change_at_once()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { LastName = "Byron" });
        Assert.Equal(["Byron"], await NamesAsync(tenant, "search=byron"));

        await tenant.ChangeAsync(async db => (await db.Leads.SingleAsync()).LastName = "Lovelace");

        Assert.Empty(await NamesAsync(tenant, "search=byron"));
        Assert.Equal(["Lovelace"], await NamesAsync(tenant, "search=lovelace"));
    }

    [Fact]
    public async Task Leads_loaded_in_bulk_are_listed_and_found_like_any_other()
    {
        var tenant = await host.NewTenantAsync();
        Assert.Empty(await NamesAsync(tenant, ""));

        tenant.LoadLeads(new Lead { LastName = "Łukasz", ConvertedAt = Day }, new Lead { LastName = "Hopper" });

        Assert.Equal(["Hopper", "Łukasz"], await NamesAsync(tenant, "sort_by=last_name"));
        Assert.Equal(["Łukasz"], await NamesAsync(tenant, "search=lukasz"));
        Assert.Equal(["Łukasz"], await NamesAsync(tenant, "converted=1"));
    }

    [Fact]
    public async Task An_empty_parameter_asks_nothing()
    {
        var tenant = await TenantOfFiveAsync();

        Assert.Equal("E D C B A", await OrderAsync(
            tenant, "lead_status_id=&lead_reference_source_id=&converted=&search=&sort_by=&sort_order=&per_page=&trashed=&page="));
        Assert.Equal("E D C B A", await OrderAsync(
            tenant, "lead_status_id&lead_reference_source_id&converted&search&sort_by&sort_order&per_page&trashed&page"));
    }

    [Theory]
    [InlineData("converted=0&converted=1", "C B A")]
    [InlineData("converted=1&converted=0", "E D")]
    [InlineData("search=nobody&search=row-a", "A")]
    [InlineData("sort_order=asc&sort_order=desc&sort_by=first_name&sort_by=created_at", "E D C B A")]
    [InlineData("per_page=5&per_page=2", "E D")]
    [InlineData("trashed=1&trashed=", "E D C B A")]
    [InlineData("page=2&page=1", "E D C B A")]
    public async Task Of_a_repeated_parameter_the_last_counts(string query, string order)
    {
        var tenant = await TenantOfFiveAsync();

        Assert.Equal(order, await OrderAsync(tenant, query));
    }

    // A, B and C have every field; D and E came in last, at one moment, without names or times.
    private async Task<TestTenant> TenantOfFiveAsync()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(
            new Lead { ExternalId = "row-A", FirstName = "Zoe", LastName = "adams", CreatedAt = Day, ConvertedAt = Day.AddDays(3), LastSyncedAt = Day.AddDays(2) },
            new Lead { ExternalId = "row-B", FirstName = "émile", LastName = "Álvarez", CreatedAt = Day.AddDays(1), ConvertedAt = Day.AddDays(1), LastSyncedAt = Day.AddDays(3) },
            new Lead { ExternalId = "row-C", FirstName = "bob", LastName = "ÅBERG", CreatedAt = Day.AddDays(2), ConvertedAt = Day.AddDays(2), LastSyncedAt = Day.AddDays(1) },
            new Lead { ExternalId = "row-D", FirstName = " ", LastName = "", CreatedAt = Day.AddDays(3) },
            new Lead { ExternalId = "row-E", CreatedAt = Day.AddDays(3) });
        return tenant;
    }

    private static async Task<string> OrderAsync(TestTenant tenant, string query) =>
        string.Join(' ', Texts(await ListAsync(tenant, query), "external_id").Select(id => id["row-".Length..]));

    private static async Task<string[]> NamesAsync(TestTenant tenant, string query)
    {
        var page = await ListAsync(tenant, query);
        var names = Texts(page, "full_name");
        Assert.Equal(names.Length, page.Total());
        return names;
    }

    private static async Task<JsonObject> ListAsync(TestTenant tenant, string query)
    {
        var client = await tenant.ClientAsync();
        return await client.GetJsonAsync($"/api/v1/leads?{query}");
    }

    private static string[] Texts(JsonObject page, string field) => [.. page["data"]!.AsArray().Select(lead => (string)lead![field]!)];
}
