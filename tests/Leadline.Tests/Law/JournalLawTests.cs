using System.Globalization;
using CsCheck;
using Leadline.Leads;
using Leadline.Tenants;
using Microsoft.Extensions.DependencyInjection;
using static Leadline.Tests.Law.JournalReplay;

namespace Leadline.Tests.Law;

/// <summary>
/// Whatever is done: the journal replayed from empty gives exactly the rows that are there, and no rule of the data is broken.
/// A failure names its seed; the environment LEADLINE_SEED runs that one again.
/// </summary>
public sealed class JournalLawTests
{
    private const int Steps = 250;

    public static TheoryData<int> Seeds { get; } =
        Environment.GetEnvironmentVariable("LEADLINE_SEED") is { } seed ? new(int.Parse(seed, CultureInfo.InvariantCulture))
        : new(Enumerable.Range(0, Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1" ? 50 : 3).Select(_ => Random.Shared.Next()));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_journal_replayed_from_empty_gives_the_present_rows(int seed)
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        await tenant.AddUserAsync("grace@example.com", role: "owner");
        using var person = await tenant.ClientAsync(string.Join(' ', Scopes.All), "grace@example.com");
        var done = new List<string>();
        try
        {
            await (await RandomChanges.BeginAsync(client, person, new PCG(1, (ulong)seed), done)).RunAsync(Steps);
            await AssertReplayedAsync(client, tenant);
            Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
            Assert.Single((await client.GetJsonAsync("/api/v1/leads/statuses?is_default=1")).Ids());
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"LEADLINE_SEED={seed} after {done.Count} steps, at last {string.Join("; ", done.TakeLast(5))}", fault);
        }
    }
}
