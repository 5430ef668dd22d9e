using Leadline.Client;
using Leadline.Tests.Rules;

namespace Leadline.Tests.Client;

/// <summary>The example of the API page: compiled, run, and compared with the page.</summary>
public sealed class ExampleTests(LeadlineHost host)
{
    [Fact]
    public async Task The_example_of_the_page_works()
    {
        var tenant = await host.NewTenantAsync();
        var seeded = await tenant.SdkAsync();
        await seeded.Leads.CreateAsync(new NewLead { LastName = "Byron", Email = "ada@example.com" });
        var (address, token, tenantId, cursor) = (host.Address, await tenant.TokenAsync("leads:read leads:write"), tenant.Id.Value, (string?)null);
        using var stopping = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var told = new List<string>();

        // example
        var client = new LeadlineClient(new LeadlineClientOptions { BaseAddress = address, Token = token, TenantId = tenantId });

        await foreach (var found in client.Leads.AllAsync(new LeadQuery { HasEmail = true, SortBy = LeadSort.LastName }))
        {
            var lead = await client.Leads.GetAsync(found.Id);
            try
            {
                await client.Leads.UpdateAsync(found.Id, new LeadChange { FirstName = "Ada", Message = null }, ifMatch: lead.ETag);
            }
            catch (LeadlineException refused) when (refused.Code == ErrorCodes.PreconditionFailed)
            {
                Console.WriteLine($"{refused.Current<Lead>()?.Value.FullName} was changed meanwhile.");
            }
        }

        await foreach (var change in client.Changes.FollowAsync(cursor, stopping.Token))
        {
            // keep change.Cursor once it is dealt with: it is where to go on next time
            // end of the example
            told.Add($"{change.Entity} {change.Operation}");
            if (told.Contains("lead updated"))
            {
                break;
            }
        }

        Assert.Equal("Ada Byron", (await seeded.Leads.ListAsync()).Data.Single().FullName);
        Assert.Contains(Example(), Repository.Read("docs/api.md"), StringComparison.Ordinal);
    }

    private static string Example()
    {
        var lines = Repository.Read("tests/Leadline.Tests/Client/ExampleTests.cs").Split('\n').SkipWhile(line => line != "        // example").Skip(1)
            .TakeWhile(line => !line.EndsWith("// end of the example", StringComparison.Ordinal)).Select(line => line.Length > 8 ? line[8..] : "");
        return string.Join('\n', lines);
    }
}
