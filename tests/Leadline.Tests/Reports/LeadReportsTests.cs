using System.Net;
using System.Text.Json.Nodes;
using Leadline.Leads;
using Leadline.Settings;
using Leadline.Tests.Visibility;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Reports;

/// <summary>What a client sees of <c>/api/v1/reports</c>; that the numbers are right, <c>ReportsLawTests</c> sees to.</summary>
public sealed class LeadReportsTests(LeadlineHost host)
{
    private const string Reports = "/api/v1/reports";
    private const string Scope = "leads:read leads:write customers:read customers:write settings:read settings:write";

    [Fact]
    public async Task A_series_has_empty_buckets_and_those_of_the_period_before()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync();
        await tenant.AddLeadsAsync(At("2026-03-01T22:59:59Z"), At("2026-03-01T23:00:00Z"), At("2026-03-03T22:59:59Z", convertedAt: "2026-03-04T12:00:00Z"), At("2026-02-27T12:00:00Z"));

        var report = await client.GetJsonAsync($"{Reports}/leads-over-time?from=2026-03-02&to=2026-03-04&time_zone=Europe/Berlin&compare=previous_period");

        Assert.Equal(["2026-03-02 1 0 0", "2026-03-03 1 1 0", "2026-03-04 0 0 1"], Buckets(report["data"]!));
        Assert.Equal(["2026-02-27 1 0 0", "2026-02-28 0 0 0", "2026-03-01 1 0 0"], Buckets(report["comparison"]!));
        Assert.Equal((2, 1, 0.5, 1), ((int)report["data"]!["leads"]!, (int)report["data"]!["converted"]!, (double)report["data"]!["conversion_rate"]!, (int)report["data"]!["conversions"]!));
        Assert.Equal("Europe/Berlin", (string)report["meta"]!["time_zone"]!);
        Assert.Equal("2026-03-01T23:00:00Z", (string)report["meta"]!["period"]!["created_from"]!);
        Assert.Equal("2026-03-04T22:59:59.999999Z", (string)report["meta"]!["period"]!["created_to"]!);
        Assert.Equal("2026-02-27", (string)report["meta"]!["comparison"]!["from"]!);

        static string[] Buckets(JsonNode data) => [.. data["buckets"]!.AsArray().Select(bucket => $"{bucket!["from"]} {bucket["leads"]} {bucket["converted"]} {bucket["conversions"]}")];
    }

    [Fact]
    public async Task Without_a_period_it_is_the_last_thirty_days()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Scope);
        await client.CreateLeadAsync();

        var report = await client.GetJsonAsync($"{Reports}/leads-over-time");

        Assert.Equal(30, report["data"]!["buckets"]!.AsArray().Count);
        Assert.Equal(1, (int)report["data"]!["leads"]!);
        Assert.Null(report["comparison"]);
        Assert.Null(report["meta"]!["comparison"]);
    }

    [Fact]
    public async Task Kinds_are_named_with_their_share()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Scope);
        foreach (var country in new int?[] { 276, 276, 792, null })
        {
            await client.CreateLeadAsync(new { last_name = "A", country_id = country });
        }

        var rows = (await client.GetJsonAsync($"{Reports}/leads-by?by=country_id"))["data"]!["rows"]!.AsArray();

        Assert.Equal(["276 Germany 2 0.5", "  1 0.25", "792 Türkiye 1 0.25"], rows.Select(row => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row!["id"]} {row["name"]} {row["leads"]} {(double)row["share"]!}")));
    }

    [Fact]
    public async Task The_funnel_remembers_how_far_lost_leads_came()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Scope);
        var lost = await client.CreateLeadAsync(new { last_name = "Lost" });
        foreach (var status in new[] { "qualified", "lost" })
        {
            await client.CallAsync(HttpMethod.Patch, $"/api/v1/leads/{lost}", HttpStatusCode.OK, new { lead_status_id = await tenant.StatusAsync(status) });
        }

        var won = await client.CreateLeadAsync(new { last_name = "Won" });
        await client.CallAsync(HttpMethod.Post, $"/api/v1/leads/{won}/convert", HttpStatusCode.OK);
        await client.CreateLeadAsync(new { last_name = "New" });

        var funnel = (await client.GetJsonAsync($"{Reports}/funnel"))["data"]!;

        Assert.Equal(["New 1 3", "Contacted 0 2", "Qualified 0 2"], funnel["steps"]!.AsArray().Select(step => $"{step!["name"]} {step["leads"]} {step["reached"]}"));
        Assert.Equal((3, 1), ((int)funnel["leads"]!, (int)funnel["converted"]!));
        Assert.InRange((double)funnel["time_to_convert"]!["median_seconds"]!, 0, 60);
    }

    [Fact]
    public async Task Rows_beyond_the_limit_are_summed_up()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Scope);
        var website = await tenant.SourceAsync("Website");
        await client.CreateLeadAsync(new { last_name = "A", lead_reference_source_id = website, marketing_attribution = new object[] { new { utm_campaign = "spring" }, new { campaign = "fall" } } });
        await client.CreateLeadAsync(new { last_name = "B", lead_reference_source_id = website, marketing_attribution = new { utm_campaign = "spring" } });
        await client.CreateLeadAsync(new { last_name = "C" });

        var first = (await client.GetJsonAsync($"{Reports}/attribution?touch=first"))["data"]!;
        var last = (await client.GetJsonAsync($"{Reports}/attribution?limit=1"))["data"]!;

        Assert.Equal([" 1", "spring 2"], first["rows"]!.AsArray().Select(row => $"{row!["campaign"]} {row["leads"]}").Order(StringComparer.Ordinal));
        Assert.Null(first["rest"]);
        Assert.Equal((1, 2, 2), ((int)last["rows"]![0]!["leads"]!, (int)last["rest"]!["rows"]!, (int)last["rest"]!["leads"]!));
    }

    [Fact]
    public async Task The_first_response_is_a_persons_note_another_status_or_a_task_that_is_done()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var ada = await tenant.AddUserAsync(email, "Ada", role: "owner");
        using var program = await tenant.ClientAsync(Scope);
        using var person = await tenant.ClientAsync(Scope, user: email);
        var (noted, assigned, worked) = (await program.CreateLeadAsync(new { last_name = "A", assigned_user_id = ada }), await program.CreateLeadAsync(new { last_name = "B" }), await program.CreateLeadAsync(new { last_name = "C" }));
        await person.CreateAsync($"/api/v1/leads/{noted}/notes", new { content = "Called" });
        await person.CallAsync(HttpMethod.Patch, $"/api/v1/leads/{assigned}", HttpStatusCode.OK, new { assigned_user_id = ada, description = "Mine" });
        await program.CallAsync(HttpMethod.Patch, $"/api/v1/leads/{worked}", HttpStatusCode.OK, new { lead_status_id = await tenant.StatusAsync("contacted") });
        var (called, planned) = (await program.CreateLeadAsync(new { last_name = "D" }), await program.CreateLeadAsync(new { last_name = "E" }));
        var task = await program.CreateAsync($"/api/v1/leads/{called}/tasks", new { title = "Call" });
        await person.CallAsync(HttpMethod.Patch, $"/api/v1/tasks/{task}", HttpStatusCode.OK, new { is_done = true });
        await person.CreateAsync($"/api/v1/leads/{planned}/tasks", new { title = "Call" });

        var report = (await person.GetJsonAsync($"{Reports}/first-response"))["data"]!;

        Assert.Equal((5, 2, 3, 0), ((int)report["leads"]!, (int)report["answered"]!, (int)report["unanswered"]!, (int)report["unknown"]!));
        Assert.Equal([" 3 1 2", "Ada 2 1 1"], report["rows"]!.AsArray().Select(row => $"{row!["name"]} {row["leads"]} {row["answered"]} {row["unanswered"]}"));
        Assert.All(report["rows"]!.AsArray(), row => Assert.NotNull(row!["time"]));
    }

    [Fact]
    public async Task What_the_journal_no_longer_has_is_not_guessed()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Scope);
        await tenant.AddLeadsAsync(At(DateTime.UtcNow.AddDays(-20).ToString("O"), convertedAt: DateTime.UtcNow.AddDays(-19).ToString("O")));
        await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 7 });
        await host.Services.GetRequiredService<PruneJournal>().RunAsync(TestContext.Current.CancellationToken);

        var funnel = (await client.GetJsonAsync($"{Reports}/funnel"))["data"]!;
        var response = (await client.GetJsonAsync($"{Reports}/first-response"))["data"]!;
        var recent = (await client.GetJsonAsync($"{Reports}/funnel?from={DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}"))["data"]!;

        Assert.All(funnel["steps"]!.AsArray(), step => Assert.Null(step!["reached"]));
        Assert.Equal(86_400, (double)funnel["time_to_convert"]!["mean_seconds"]!, tolerance: 1);
        Assert.Equal((2, 0, 1, 1), ((int)response["leads"]!, (int)response["answered"]!, (int)response["unanswered"]!, (int)response["unknown"]!));
        Assert.Equal(1, (int)recent["steps"]![0]!["reached"]!);
    }

    [Fact]
    public async Task Everybody_is_told_of_what_they_see()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        await limited.LeadOfAsync(limited.Me);
        await limited.LeadOfAsync(limited.Other);
        await limited.LeadOfAsync(null);

        foreach (var report in new[] { "leads-over-time", "leads-by?by=assigned_user_id", "funnel", "attribution", "first-response" })
        {
            Assert.Equal(1, (int)(await limited.Agent.GetJsonAsync($"{Reports}/{report}"))["data"]!["leads"]!);
            Assert.Equal(3, (int)(await limited.Owner.GetJsonAsync($"{Reports}/{report}"))["data"]!["leads"]!);
        }
    }

    [Theory]
    [InlineData("leads-by?by=tag_id", "by")]
    [InlineData("leads-by?sort_by=last_name", "sort_by")]
    [InlineData("leads-over-time?interval=year", "interval")]
    [InlineData("leads-over-time?from=2025-01-01&to=2026-02-05", "interval")] // 401 days
    [InlineData("leads-over-time?from=2025-01-01&to=2026-02-05&interval=fortnight", "interval")]
    [InlineData("funnel?from=2026-02-30", "from")]
    [InlineData("funnel?from=2026-02-28T00:00:00Z", "from")]
    [InlineData("funnel?from=1969-12-31&to=1970-01-02", "from")]
    [InlineData("funnel?from=2026-03-02&to=2026-03-01", "from")]
    [InlineData("funnel?from=2016-01-01&to=2026-01-08", "from")] // 3,661 days
    [InlineData("funnel?to=tomorrow", "to")]
    [InlineData("funnel?time_zone=Mars/Olympus", "time_zone")]
    [InlineData("funnel?time_zone=W.%20Europe%20Standard%20Time", "time_zone")]
    [InlineData("funnel?time_zone=../passwd", "time_zone")]
    [InlineData("funnel?compare=yesterday", "compare")]
    [InlineData("funnel?interval=day", "interval")]
    [InlineData("attribution?limit=501", "limit")]
    [InlineData("attribution?touch=middle", "touch")]
    [InlineData("first-response?converted=perhaps", "converted")]
    public async Task What_it_does_not_know_is_refused(string query, string parameter)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync();

        var refusal = await client.GetJsonAsync($"{Reports}/{query}", HttpStatusCode.UnprocessableEntity);

        Assert.Single(refusal["errors"]!.AsObject());
        Assert.Single(refusal.ErrorsOf(parameter));
    }

    [Fact]
    public async Task Four_hundred_buckets_are_allowed()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync();

        Assert.Equal(400, (await client.GetJsonAsync($"{Reports}/leads-over-time?from=2025-01-01&to=2026-02-04&time_zone=Asia/Beirut"))["data"]!["buckets"]!.AsArray().Count);
    }

    private static Lead At(string createdAt, string? convertedAt = null) => new()
    {
        CreatedAt = DateTimeOffset.Parse(createdAt, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime,
        ConvertedAt = convertedAt is null ? null : DateTimeOffset.Parse(convertedAt, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime,
    };
}
