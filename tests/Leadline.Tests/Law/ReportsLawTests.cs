using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Leadline.Leads;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Law;

/// <summary>
/// Whatever a tenant has and whoever asks for whichever days and leads, every number of a report is what plain code counts in memory, and what the
/// list totals under the report's own filters. A failure names its seed; the environment LEADLINE_SEED runs that one again.
/// </summary>
public sealed class ReportsLawTests(LeadlineHost host)
{
    private const int QueriesPerReport = 12;
    private const int ChangesOfLeads = 60;
    private const string Replacing = "lead_status.delete";

    private static readonly string[] NotOfReports = ["sort_by", "sort_order", "page", "per_page"];

    // What a report and the list would both set.
    private static readonly string[] OfBoth = ["created_from", "created_to", "converted_from", "converted_to", "converted", "lead_status_id", "lead_reference_source_id", "assigned_user_id", "country_id", "first_campaign", "last_campaign"];

    private static readonly Gen<string> Zones = Gen.OneOf("", "UTC", "Europe/Istanbul", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Pacific/Marquesas");

    [Theory]
    [MemberData(nameof(LeadListLawTests.Seeds), MemberType = typeof(LeadListLawTests))]
    public async Task Reports_equal_their_leads_in_memory(int seed)
    {
        var random = new PCG(1, (ulong)seed);
        var tenant = await host.NewTenantAsync(country: "TR");
        var draws = await LeadListLawTests.DrawsAsync(tenant, random);
        var viewers = await LeadListLawTests.ViewersAsync(tenant, draws);
        var drawn = draws.Leads(most: 100);
        tenant.LoadLeads(drawn[..(drawn.Length / 2)]);
        await tenant.AddLeadsAsync(drawn[(drawn.Length / 2)..]);
        await ChangeAsync(tenant, draws);
        var known = await KnownAsync(tenant);
        var places = await PlacesAsync(tenant);
        long[] terminal = [await tenant.StatusAsync("lost"), await tenant.StatusAsync("converted")];
        for (var viewer = 0; viewer < viewers.Count; viewer++)
        {
            var client = viewers[viewer].Client;
            var law = new LeadListLaw(known.Select(lead => lead.Lead).Where(viewers[viewer].Sees), terminal, tenant.Country, "");
            foreach (var (report, own) in new[] { ("leads-over-time", "interval"), ("leads-by", "by"), ("funnel", ""), ("attribution", "touch"), ("first-response", "") })
            {
                for (var i = 0; i < QueriesPerReport; i++)
                {
                    await AssertReportAsync(client, law, known, places, report, own, draws, $"seed {seed}, viewer {viewer}");
                }
            }
        }
    }

    private static async Task AssertReportAsync(HttpClient client, LeadListLaw law, List<Known> known, List<LeadStatus> places, string report, string own, LeadDraws draws, string at)
    {
        var filters = draws.Query([.. known.Select(lead => lead.Lead)]).Where(pair => !NotOfReports.Contains(pair.Name)).ToList();
        var option = own switch
        {
            "interval" => draws.One(Gen.OneOf("day", "week", "month")),
            "by" => draws.One(Gen.OneOf("lead_status_id", "lead_reference_source_id", "assigned_user_id", "country_id")),
            "touch" => draws.One(Gen.OneOf("first", "last")),
            _ => "",
        };
        var first = new DateOnly(2026, 2, 25).AddDays(draws.One(Gen.Int[0, 5]));
        var limit = draws.One(Gen.Int[1, 6]);
        (string Name, string Value)[] asked =
        [
            ("from", first.ToString("O", CultureInfo.InvariantCulture)), ("to", first.AddDays(draws.One(Gen.Int[0, 9])).ToString("O", CultureInfo.InvariantCulture)),
            ("time_zone", draws.One(Zones)), ("compare", draws.One(Gen.OneOf("", "previous_period", "previous_year"))),
            .. own.Length > 0 ? [(own, option)] : Array.Empty<(string, string)>(),
            .. own == "touch" ? [("limit", limit.ToString(CultureInfo.InvariantCulture))] : Array.Empty<(string, string)>(),
        ];
        var address = $"/api/v1/reports/{report}?{Query([.. asked, .. filters])}";
        var answer = await client.GetJsonAsync(address);
        var zone = TimeZoneInfo.FindSystemTimeZoneById((string)answer["meta"]!["time_zone"]!);
        var found = law.Leads(filters).Select(lead => lead.Id).ToHashSet();
        var all = known.Where(lead => found.Contains(lead.Lead.Id)).ToList();
        foreach (var (data, days) in new[] { (answer["data"], answer["meta"]!["period"]), (answer["comparison"], answer["meta"]!["comparison"]) })
        {
            if (days is null)
            {
                Assert.Null(data);
                continue;
            }

            var period = all.Where(lead => IsWithin(lead.Lead.CreatedAt, days, zone)).ToList();
            var expected = report switch
            {
                "leads-over-time" => OverTime(all, data!, zone),
                "leads-by" => By(period, option),
                "funnel" => Funnel(period, places, data!),
                "attribution" => Attribution(period, option, limit),
                _ => FirstResponse(period),
            };
            var told = Shown(data!, report);
            Assert.True(expected == told, $"{at}\nGET {address}\nof {days.ToJsonString()}\nexpected {expected}\nanswered {told}");
            Assert.Equal(period.Count, (int)data!["leads"]!);
            await AssertListAsync(client, filters, data, days, option, address);
        }
    }

    // The list itself under the filters that the report names.
    private static async Task AssertListAsync(HttpClient client, List<(string Name, string Value)> filters, JsonNode data, JsonNode days, string by, string at)
    {
        if (filters.Exists(pair => OfBoth.Contains(pair.Name)))
        {
            return;
        }

        (string, string)[] period = [("created_from", (string)days["created_from"]!), ("created_to", (string)days["created_to"]!)];
        await IsAsync(data["leads"], period);
        if (data["converted"] is { } converted)
        {
            await IsAsync(converted, [.. period, ("converted", "1")]);
        }

        foreach (var bucket in data["buckets"]?.AsArray() ?? [])
        {
            var (from, to) = ((string)bucket!["created_from"]!, (string)bucket["created_to"]!);
            await IsAsync(bucket["leads"], [("created_from", from), ("created_to", to)]);
            await IsAsync(bucket["conversions"], [("converted_from", from), ("converted_to", to)]);
        }

        foreach (var row in (by.EndsWith("_id", StringComparison.Ordinal) ? data["rows"]?.AsArray() : null) ?? [])
        {
            var id = (string?)row!["id"]?.ToString() ?? "none";
            await IsAsync(row["leads"], [.. period, (by, id)]);
            await IsAsync(row["converted"], [.. period, (by, id), ("converted", "1")]);
        }

        foreach (var row in (by is "first" or "last" ? data["rows"]?.AsArray() : null) ?? [])
        {
            if ((string?)row!["campaign"] is var campaign && campaign != "none" && campaign?.Contains(',', StringComparison.Ordinal) != true)
            {
                (string, string)[] own = [("lead_reference_source_id", (string?)row["id"]?.ToString() ?? "none"), ($"{by}_campaign", campaign ?? "none")];
                await IsAsync(row["leads"], [.. period, .. own]);
                await IsAsync(row["converted"], [.. period, .. own, ("converted", "1")]);
            }
        }

        foreach (var step in data["steps"]?.AsArray() ?? [])
        {
            await IsAsync(step!["leads"], [.. period, ("lead_status_id", step["id"]!.ToString())]);
        }

        async Task IsAsync(JsonNode? told, (string, string)[] narrowing)
        {
            var address = $"/api/v1/leads?{Query([.. filters, .. narrowing])}";
            var total = (int)(await client.GetJsonAsync(address))["meta"]!["total"]!;
            Assert.True(total == (int)told!, $"{at}\ntells {told}, and GET {address} {total}");
        }
    }

    private static string OverTime(List<Known> all, JsonNode data, TimeZoneInfo zone) => string.Join('\n', data["buckets"]!.AsArray().Select(bucket =>
    {
        var leads = all.Where(lead => IsWithin(lead.Lead.CreatedAt, bucket!, zone)).ToList();
        return $"{bucket!["from"]} {leads.Count} {leads.Count(lead => lead.IsConverted)} {all.Count(lead => lead.Lead.ConvertedAt is { } converted && IsWithin(converted, bucket, zone))}";
    }));

    private static string By(List<Known> period, string by) => string.Join('\n', period
        .GroupBy(lead => by switch
        {
            "lead_status_id" => lead.Lead.LeadStatusId,
            "lead_reference_source_id" => lead.Lead.LeadReferenceSourceId,
            "assigned_user_id" => lead.Lead.AssignedUserId,
            _ => lead.Lead.CountryId,
        })
        .OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key)
        .Select(kind => $"{kind.Key} {kind.Count()} {kind.Count(lead => lead.IsConverted)} {Rate(kind.Count(), period.Count)} {Rate(kind.Count(lead => lead.IsConverted), kind.Count())}"));

    private static string Funnel(List<Known> period, List<LeadStatus> places, JsonNode data)
    {
        long[] steps = [.. data["steps"]!.AsArray().Select(step => (long)step!["id"]!)];
        return string.Join('\n', steps.Select((id, place) =>
        {
            var reached = period.Count(lead => lead.IsConverted || lead.Statuses.Exists(status => ReachedBy(status) > place));
            return $"{id} {period.Count(lead => lead.Lead.LeadStatusId == id)} {reached} {Rate(reached, period.Count)}";
        })) + $"\n{Times([.. period.Where(lead => lead.IsConverted).Select(lead => lead.Lead.ConvertedAt!.Value - lead.Lead.CreatedAt)])}";

        // The living steps up to a status; one that is deleted had a place among them.
        int ReachedBy(long? status) => places.Exists(known => known.Id == status && !known.IsTerminal)
            ? places[..(places.FindIndex(known => known.Id == status) + 1)].Count(known => steps.Contains(known.Id))
            : 0;
    }

    private static string Attribution(List<Known> period, string touch, int limit)
    {
        var rows = period
            .GroupBy(lead => (lead.Lead.LeadReferenceSourceId, Campaign: LeadListLaw.Campaign(lead.Lead, touch == "first")))
            .OrderByDescending(row => row.Count()).ThenBy(row => row.Key.LeadReferenceSourceId).ThenBy(row => row.Key.Campaign, StringComparer.Ordinal).ToList();
        var (singly, others) = (rows.Take(limit), rows.Skip(limit).ToList());
        return string.Join('\n', singly.Select(row => $"{row.Key.LeadReferenceSourceId} {row.Key.Campaign} {row.Count()} {row.Count(lead => lead.IsConverted)}"))
            + (others.Count > 0 ? $"\n{others.Count} {others.Sum(row => row.Count())} {others.Sum(row => row.Count(lead => lead.IsConverted))}" : "");
    }

    private static string FirstResponse(List<Known> period) => string.Join('\n', period
        .GroupBy(lead => lead.Lead.AssignedUserId)
        .OrderByDescending(member => member.Count()).ThenBy(member => member.Key)
        .Select(member => $"{member.Key} {member.Count()} {Answers([.. member])}")) + $"\n{Answers(period)}";

    private static string Answers(List<Known> leads)
    {
        var times = leads.Where(lead => lead.FirstResponse is not null).Select(lead => lead.FirstResponse!.Value - lead.Lead.CreatedAt).ToList();
        return $"{times.Count} {leads.Count - times.Count} 0 {Times(times)}";
    }

    private static string Shown(JsonNode data, string report)
    {
        var rows = data[report switch { "leads-over-time" => "buckets", "funnel" => "steps", _ => "rows" }]!.AsArray().Select(row => row!.AsObject());
        return report switch
        {
            "leads-over-time" => string.Join('\n', rows.Select(row => $"{row["from"]} {row["leads"]} {row["converted"]} {row["conversions"]}")),
            "leads-by" => string.Join('\n', rows.Select(row => $"{row["id"]} {row["leads"]} {row["converted"]} {Rate(row["share"])} {Rate(row["conversion_rate"])}")),
            "funnel" => string.Join('\n', rows.Select(row => $"{row["id"]} {row["leads"]} {row["reached"]} {Rate(row["rate"])}")) + $"\n{Times(data["time_to_convert"])}",
            "attribution" => string.Join('\n', rows.Select(row => $"{row["id"]} {row["campaign"]} {row["leads"]} {row["converted"]}"))
                + (data["rest"] is { } rest ? $"\n{rest["rows"]} {rest["leads"]} {rest["converted"]}" : ""),
            _ => string.Join('\n', rows.Select(row => $"{row["id"]} {row["leads"]} {Answers(row)}")) + $"\n{Answers(data)}",
        };

        static string Answers(JsonNode row) => $"{row["answered"]} {row["unanswered"]} {row["unknown"]} {Times(row["time"])}";
    }

    private static string Rate(int part, int whole) => whole == 0 ? "" : Math.Round((double)part / whole, 6).ToString("F6", CultureInfo.InvariantCulture);

    private static string Rate(JsonNode? rate) => rate is null ? "" : ((double)rate).ToString("F6", CultureInfo.InvariantCulture);

    private static string Times(List<TimeSpan> times)
    {
        times.Sort();
        return times.Count == 0 ? "none"
            : Times(At(0.5m), At(0.9m), times.Average(time => time.TotalSeconds));

        double At(decimal share) => times[(int)Math.Ceiling(share * times.Count) - 1].TotalSeconds;
    }

    private static string Times(JsonNode? times) => times is null ? "none" : Times((double)times["median_seconds"]!, (double)times["p90_seconds"]!, (double)times["mean_seconds"]!);

    private static string Times(double median, double p90, double mean) => string.Create(CultureInfo.InvariantCulture, $"{median:F6} {p90:F6} {Math.Round(mean, 2) + 0.0:F2}"); // plus zero, since what is rounded to it may be less

    private static bool IsWithin(DateTime time, JsonNode days, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(time, zone)).ToString("O", CultureInfo.InvariantCulture);
        return string.CompareOrdinal(day, (string)days["from"]!) >= 0 && string.CompareOrdinal(day, (string)days["to"]!) <= 0;
    }

    private static string Query(IEnumerable<(string Name, string Value)> pairs) => string.Join('&', pairs.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));

    private static async Task<List<LeadStatus>> PlacesAsync(TestTenant tenant)
    {
        await using var db = tenant.Open();
        return await db.LeadStatuses.AsNoTracking().OrderBy(status => status.SortOrder).ThenBy(status => status.Id).ToListAsync();
    }

    // By a person, and by no person: statuses one by one and in bulk, statuses that are deleted and replaced, notes, tasks, owners and other fields, conversions, those that are taken back, and undos.
    private static async Task ChangeAsync(TestTenant tenant, LeadDraws draws)
    {
        const string Scope = "leads:read leads:write customers:read customers:write settings:read settings:write";
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "owner");
        using var person = await tenant.ClientAsync(Scope, user: email);
        using var program = await tenant.ClientAsync(Scope);
        List<long> own = [];
        foreach (var place in new[] { 15, 25, 35 })
        {
            own.Add(await program.CreateAsync("/api/v1/leads/statuses", new { name = $"Own {place}", sort_order = place }));
        }

        List<long> statuses = [.. own, await tenant.StatusAsync("new"), await tenant.StatusAsync("contacted"), await tenant.StatusAsync("qualified"), await tenant.StatusAsync("lost")];
        await using var db = tenant.Open();
        var ids = await db.Leads.Where(lead => lead.DeletedAt == null).Select(lead => lead.Id).ToArrayAsync();
        for (var i = 0; i < ChangesOfLeads && ids.Length > 0; i++)
        {
            var client = draws.One(Gen.Bool) ? person : program;
            var lead = $"/api/v1/leads/{draws.One(Gen.OneOf(ids))}";
            switch (draws.One(Gen.Int[0, 12]))
            {
                case 0:
                    await client.CreateAsync($"{lead}/notes", new { content = "Called \"lead_status_id\":[1,2]" });
                    break;
                case 1:
                    await client.CallAsync(HttpMethod.Patch, lead, HttpStatusCode.OK, new { description = "{\"lead_status_id\":[1,2]}" });
                    break;
                case 2:
                    await client.CallAsync(HttpMethod.Patch, lead, HttpStatusCode.OK, new { assigned_user_id = draws.One(Gen.OneOf([.. draws.Users])) });
                    break;
                case 3:
                    using (await client.PostAsync($"{lead}/convert", null))
                    {
                        // Converted, or a customer already.
                    }

                    break;
                case 4:
                    var batch = (long)(await client.GetJsonAsync($"{lead}/timeline?limit=1"))["data"]![0]!["batch_id"]!;
                    using (await client.PostAsync($"/api/v1/batches/{batch}/undo", null))
                    {
                        // Undone, or not to be undone.
                    }

                    break;
                case 5:
                    var task = await client.CreateAsync($"{lead}/tasks", new { title = "Say \"completed_at\":[null,", is_done = draws.One(Gen.Bool) });
                    await client.CallAsync(HttpMethod.Patch, $"/api/v1/tasks/{task}", HttpStatusCode.OK, new { is_done = draws.One(Gen.Bool) });
                    break;
                case 6:
                    using (await client.DeleteAsync($"{lead}/conversion"))
                    {
                        // Taken back, or there was none.
                    }

                    break;
                case 7:
                    await client.CallAsync(
                        HttpMethod.Post, "/api/v1/leads/bulk", HttpStatusCode.OK, new { action = "update", ids = ids.Where(_ => draws.One(Gen.Int[0, 9]) == 0), set = new { lead_status_id = draws.One(Gen.OneOf([.. statuses])) } });
                    break;
                case 8 when own.Count > 0 && draws.One(Gen.Int[0, 2]) == 0:
                    var deleted = draws.One(Gen.OneOf([.. own]));
                    own.Remove(deleted);
                    statuses.Remove(deleted);
                    var replaced = await client.SendAsync(HttpMethod.Delete, $"/api/v1/leads/statuses/{deleted}", new { replacement_id = draws.One(Gen.OneOf([.. statuses])) });
                    replaced.EnsureSuccessStatusCode();
                    break;
                default:
                    using (await client.PatchAsync(lead, JsonContent.Create(new { lead_status_id = draws.One(Gen.OneOf([.. statuses])) })))
                    {
                        // Changed, or gone by an undo.
                    }

                    break;
            }

            ids = await db.Leads.AsNoTracking().Where(found => found.DeletedAt == null).Select(found => found.Id).ToArrayAsync();
        }
    }

    private static async Task<List<Known>> KnownAsync(TestTenant tenant)
    {
        using var client = await tenant.ClientAsync();
        await using var db = tenant.Open();
        var known = new List<Known>();
        foreach (var lead in await db.Leads.AsNoTracking().ToListAsync())
        {
            var entries = (await client.GetJsonAsync($"/api/v1/leads/{lead.Id}/timeline?limit=100"))["data"]!.AsArray().Select(entry => entry!).Reverse().ToList();
            known.Add(new Known(
                lead,
                [
                    lead.LeadStatusId,
                    .. from entry in entries
                       where (string)entry["author"]!["through"]! != "undo"
                       let change = entry["changes"]!["lead_status_id"]
                       where change is not null
                       from status in new[] { (long?)change["old"], (string)entry["action"]! == Replacing ? null : (long?)change["new"] }
                       select status,
                ],
                entries.Find(entry => entry["author"] is { } author && (string)author["kind"]! == "person" && (string)author["through"]! != "undo" && (string)entry["action"]! != Replacing
                    && ((string)entry["entity"]! == "lead_note" ? (string)entry["operation"]! == "created"
                        : (string)entry["entity"]! == "task" ? entry["changes"]!["completed_at"]?["new"] is not null
                        : (string)entry["entity"]! == "lead" && (string)entry["operation"]! == "updated" && entry["changes"]!["lead_status_id"] is not null))?["at"] is { } first
                    ? ((DateTimeOffset)first).UtcDateTime : null));
        }

        return known;
    }

    private sealed record Known(Lead Lead, List<long?> Statuses, DateTime? FirstResponse)
    {
        public bool IsConverted => Lead.ConvertedAt is not null;
    }
}
