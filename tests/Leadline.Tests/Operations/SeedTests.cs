using System.Text.Json.Nodes;

namespace Leadline.Tests.Operations;

public sealed class SeedTests(SeededLeads seeded) : IClassFixture<SeededLeads>
{

    [Fact]
    public async Task The_same_seed_gives_the_same_leads_in_another_installation()
    {
        var others = await SeededLeads.ReadAsync(SeededLeads.Seed);

        Assert.Equal(seeded.Leads.Select(WithoutNumbers), others.Select(WithoutNumbers));
    }

    [Fact]
    public async Task Another_seed_gives_other_leads()
    {
        var others = await SeededLeads.ReadAsync(SeededLeads.Seed + 1);

        Assert.Empty(seeded.Leads.Select(WithoutNumbers).Intersect(others.Select(WithoutNumbers)));
    }

    [Fact]
    public void Leads_of_a_seed_are_as_varied_as_real_ones()
    {
        var leads = seeded.Leads;
        var count = SeededLeads.Count;

        Assert.Equal(count, leads.Count);
        Assert.InRange(leads.Count(lead => lead["deleted_at"] is not null), count / 100, count / 10);
        Assert.InRange(leads.Count(lead => (string?)lead["is_converted"] == "true"), count / 50, count / 2);
        Assert.InRange(Scripts(leads).Count(), 4, int.MaxValue);
        foreach (var field in new[] { "first_name", "phone_number", "email", "message", "external_id", "last_synced_at", "status", "reference_source", "assigned_user", "marketing_attribution" })
        {
            Assert.InRange(leads.Count(lead => lead[field] is null), 1, count - 1);
        }

        var times = leads.Select(lead => (DateTime)lead["created_at"]!).Order().ToList();
        Assert.InRange(times[0], new DateTime(2023, 11, 1), new DateTime(2024, 2, 1));
        Assert.InRange(times[^1], new DateTime(2026, 10, 1), new DateTime(2026, 11, 1));
    }

    private static string WithoutNumbers(JsonObject lead)
    {
        var copy = lead.DeepClone().AsObject();
        foreach (var number in new[] { "id", "customer_id", "import_source_id" })
        {
            copy.Remove(number);
        }

        foreach (var reference in new[] { "status", "reference_source", "assigned_user" })
        {
            copy[reference]?.AsObject().Remove("id");
        }

        return copy.ToJsonString();
    }

    private static IEnumerable<string> Scripts(IReadOnlyList<JsonObject> leads) => leads
        .SelectMany(lead => (string)lead["full_name"]!)
        .Select(letter => letter switch
        {
            >= 'A' and <= 'z' => "Latin",
            >= '\u0370' and <= '\u03FF' => "Greek",
            >= '\u0400' and <= '\u04FF' => "Cyrillic",
            >= '\u0590' and <= '\u05FF' => "Hebrew",
            >= '\u0600' and <= '\u06FF' => "Arabic",
            >= '\u0900' and <= '\u097F' => "Devanagari",
            >= '\u3040' and <= '\u30FF' => "Japanese",
            >= '\u4E00' and <= '\u9FFF' => "Han",
            >= '\uAC00' and <= '\uD7AF' => "Hangul",
            _ => "",
        })
        .Where(script => script.Length > 0)
        .Distinct();
}
