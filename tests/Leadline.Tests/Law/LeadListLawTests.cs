using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Leadline.Leads;
using Leadline.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Law;

/// <summary>
/// Whatever a tenant has and whatever a client asks, the list answers what plain code works out in memory.
/// A failure names its seed; the environment LEADLINE_SEED runs that one again.
/// </summary>
public sealed class LeadListLawTests(LeadlineHost host)
{
    private const int Rounds = 3;
    private const int QueriesPerRound = 100;
    private const int WalksPerRound = 15;
    private const int CountsPerRound = 15;

    public static TheoryData<int> Seeds { get; } =
        Environment.GetEnvironmentVariable("LEADLINE_SEED") is { } seed ? new(int.Parse(seed, CultureInfo.InvariantCulture))
        : Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1" ? new(Enumerable.Range(0, 100).Select(_ => Random.Shared.Next()))
        : new(Enumerable.Range(1, 10));

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task The_list_equals_its_leads_in_memory(int seed) => AssertLawAsync(host, seed);

    [Fact]
    public async Task The_list_equals_its_leads_in_memory_when_searches_go_by_a_sample()
    {
        await using var sampling = await LeadlineHost.StartAsync();
        sampling.Services.GetRequiredService<LeadMemory>().SampledFrom = 1;

        foreach (var seed in Seeds)
        {
            await AssertLawAsync(sampling, seed.Data);
        }
    }

    [Fact]
    public async Task The_list_equals_its_leads_in_memory_when_far_pages_go_by_marks()
    {
        await using var marking = await LeadlineHost.StartAsync();
        var ranks = marking.Services.GetRequiredService<LeadRanks>();
        (ranks.From, ranks.Step, ranks.Waits) = (1, 7, true);

        foreach (var seed in Seeds.Take(5))
        {
            await AssertLawAsync(marking, seed.Data);
        }
    }

    internal static async Task AssertLawAsync(LeadlineHost host, int seed)
    {
        var random = new PCG(1, (ulong)seed);
        var tenant = await host.NewTenantAsync(country: Gen.OneOf("TR", "DE", null).Generate(random, null, out _));
        var draws = await DrawsAsync(tenant, random);
        var viewers = await ViewersAsync(tenant, draws);
        var leads = await FirstLeadsAsync(tenant, draws);
        for (var round = 1; round <= Rounds; round++)
        {
            var lost = await tenant.StatusAsync("lost");
            var laws = viewers.ConvertAll(viewer =>
                new LeadListLaw(leads.Where(viewer.Sees), [lost], tenant.Country, $"{host.Address.GetLeftPart(UriPartial.Authority)}/api/v1/leads"));
            for (var i = 0; i < QueriesPerRound; i++)
            {
                var viewer = draws.One(Gen.Int[0, viewers.Count - 1]);
                await AssertAnswerAsync(viewers[viewer].Client, laws[viewer], draws.Query(leads), $"seed {seed}, round {round}, viewer {viewer}");
            }

            for (var i = 0; i < WalksPerRound; i++)
            {
                var viewer = draws.One(Gen.Int[0, viewers.Count - 1]);
                await AssertWalkAsync(viewers[viewer].Client, laws[viewer], draws.Filters(leads), draws.Tree(leads), draws.One(Gen.Int[1, 100]), $"seed {seed}, round {round}, viewer {viewer}");
            }

            for (var i = 0; i < CountsPerRound; i++)
            {
                var viewer = draws.One(Gen.Int[0, viewers.Count - 1]);
                var by = draws.One(Gen.OneOf("lead_status_id", "lead_reference_source_id", "assigned_user_id"));
                var query = draws.Query(leads).Where(pair => pair.Name is not ("sort_by" or "sort_order" or "page" or "per_page")).ToList();
                await AssertCountsAsync(viewers[viewer].Client, laws[viewer], query, by, $"seed {seed}, round {round}, viewer {viewer}");
            }

            await ChangeAsync(tenant, draws, leads);
            Assert.Equal(Recounted(leads), KeptCounts(tenant));
            Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
        }
    }

    internal static async Task<LeadDraws> DrawsAsync(TestTenant tenant, PCG random) => new(
        random,
        [await tenant.StatusAsync("new"), await tenant.StatusAsync("lost")],
        [await tenant.SourceAsync("Website"), await tenant.SourceAsync("Referral")],
        [await tenant.AddUserAsync($"ada.{tenant.Id}@example.com"), await tenant.AddUserAsync($"grace.{tenant.Id}@example.com")]);

    // Who sees all, who sees their own, and who sees a team's.
    internal static async Task<List<(HttpClient Client, Func<Lead, bool> Sees)>> ViewersAsync(TestTenant tenant, LeadDraws draws)
    {
        using var owner = await tenant.ClientAsync("leads:read users:read users:write");
        var (ada, grace) = (draws.Users[0], draws.Users[1]);
        foreach (var (user, visibility) in new[] { (ada, "own"), (grace, "team") })
        {
            var role = await owner.CreateAsync("/api/v1/roles", new { name = visibility, visibility, permissions = new[] { "leads:read" } });
            await owner.CallAsync(HttpMethod.Patch, $"/api/v1/users/{user}", HttpStatusCode.OK, new { role_ids = new[] { role } });
        }

        await owner.CreateAsync("/api/v1/teams", new { name = "Both", member_ids = new[] { ada, grace } });
        return
        [
            (await tenant.ClientAsync(), _ => true),
            (await tenant.ClientAsync(user: $"ada.{tenant.Id}@example.com"), lead => lead.AssignedUserId == ada),
            (await tenant.ClientAsync(user: $"grace.{tenant.Id}@example.com"), lead => lead.AssignedUserId == ada || lead.AssignedUserId == grace),
        ];
    }

    private static async Task<List<Lead>> FirstLeadsAsync(TestTenant tenant, LeadDraws draws)
    {
        var loaded = draws.Leads(most: 120);
        if (loaded.Length > 0)
        {
            tenant.LoadLeads(loaded);
        }

        var added = draws.Leads(most: 40);
        await tenant.AddLeadsAsync(added);
        return [.. loaded, .. added];
    }

    private static async Task AssertAnswerAsync(HttpClient client, LeadListLaw law, IReadOnlyList<(string Name, string Value)> query, string at)
    {
        var address = $"/api/v1/leads?{string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}";
        var page = await client.GetJsonAsync(address);
        var answer = new JsonObject
        {
            ["ids"] = new JsonArray([.. page.Ids().Select(id => (JsonNode)id)]),
            ["links"] = page["links"]!.DeepClone(),
            ["meta"] = page["meta"]!.DeepClone(),
        };

        var expected = law.Answer(query);
        Assert.True(
            JsonNode.DeepEquals(expected, answer),
            $"""
            {at}: {string.Join(" & ", query.Select(pair => $"{pair.Name}={pair.Value}"))}
            GET {address}
            expected {expected.ToJsonString()}
            answered {answer.ToJsonString()}
            """);
    }

    private static async Task AssertCountsAsync(HttpClient client, LeadListLaw law, IReadOnlyList<(string Name, string Value)> query, string by, string at)
    {
        var address = $"/api/v1/leads/counts?by={by}&{string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}";
        var counts = (await client.GetJsonAsync(address))["data"]!.AsArray().Select(count => ((long?)count!["id"], (int)count["leads"]!)).ToList();
        var expected = law.Counts(query, by);
        Assert.True(expected.SequenceEqual(counts), $"{at}: GET {address}\nexpected {string.Join(' ', expected)}\nanswered {string.Join(' ', counts)}");
    }

    private static async Task AssertWalkAsync(
        HttpClient client, LeadListLaw law, IReadOnlyList<(string Name, string Value)> query, JsonObject where, int limit, string at)
    {
        var expected = law.Ids(query, where);
        var found = new List<long>();
        var address = $"/api/v1/leads/search?limit={limit}&{string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}";
        string? cursor = null;
        do
        {
            using var reply = await client.PostAsJsonAsync($"{address}&cursor={cursor}", new JsonObject { ["where"] = where.DeepClone() });
            var page = await reply.JsonAsync(HttpStatusCode.OK);
            found.AddRange(page.Ids());
            cursor = (string?)page["meta"]!["cursor"];
            Assert.Equal(expected.Count, (int)page["meta"]!["total"]!);
            Assert.Equal(cursor is not null, (bool)page["meta"]!["has_more"]!);
            Assert.True(found.Count <= expected.Count, address);
        }
        while (cursor is not null);

        Assert.True(expected.SequenceEqual(found), $"{at}: POST {address} {where.ToJsonString()}\nexpected {string.Join(' ', expected)}\nanswered {string.Join(' ', found)}");
    }

    private static async Task ChangeAsync(TestTenant tenant, LeadDraws draws, List<Lead> leads)
    {
        await tenant.ChangeAsync(db =>
        {
            foreach (var lead in draws.Some(leads, share: 0.3))
            {
                Change(lead, draws.One(Gen.Int[0, 4]), draws);
                db.Update(lead);
            }

            var gone = draws.Some(leads, share: 0.05);
            db.RemoveRange(gone);
            leads.RemoveAll(gone.Contains);
            return Task.CompletedTask;
        });

        var added = draws.Leads(most: 10);
        await tenant.AddLeadsAsync(added);
        leads.AddRange(added);
    }

    private static void Change(Lead lead, int kind, LeadDraws draws)
    {
        switch (kind)
        {
            case 0:
                lead.DeletedAt = lead.DeletedAt is null ? DateTime.UtcNow : null;
                break;
            case 1:
                lead.ConvertedAt = lead.ConvertedAt is null ? lead.CreatedAt : null;
                break;
            default:
                foreach (var other in draws.Leads(most: 1))
                {
                    (lead.FirstName, lead.LastName, lead.PhoneNumber) = (other.FirstName, other.LastName, other.PhoneNumber);
                    (lead.LeadStatusId, lead.LeadReferenceSourceId, lead.AssignedUserId) = (other.LeadStatusId, other.LeadReferenceSourceId, other.AssignedUserId);
                    (lead.CreatedAt, lead.LastSyncedAt) = (other.CreatedAt, other.LastSyncedAt);
                }

                break;
        }
    }

    private static List<string> Recounted(List<Lead> leads) =>
    [
        .. leads
            .CountBy(lead => $"{lead.DeletedAt is not null} {lead.ConvertedAt is not null} {lead.LeadStatusId ?? 0} {lead.LeadReferenceSourceId ?? 0} {lead.AssignedUserId ?? 0}")
            .Select(cell => $"{cell.Key}: {cell.Value}")
            .Order(StringComparer.Ordinal),
    ];

    private static List<string> KeptCounts(TestTenant tenant)
    {
        using var connection = tenant.Host.Database.OpenForWriting();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT is_deleted, is_converted, lead_status_id, lead_reference_source_id, assigned_user_id, CAST(sum(leads) AS bigint)
            FROM lead_totals WHERE tenant_id = @tenant GROUP BY 1, 2, 3, 4, 5 HAVING sum(leads) <> 0
            """;
        command.Add("@tenant", tenant.Id.Value);
        using var rows = command.ExecuteReader();
        var cells = new List<string>();
        while (rows.Read())
        {
            cells.Add($"{rows.GetBoolean(0)} {rows.GetBoolean(1)} {rows.GetInt64(2)} {rows.GetInt64(3)} {rows.GetInt64(4)}: {rows.GetInt64(5)}");
        }

        return [.. cells.Order(StringComparer.Ordinal)];
    }
}
