namespace Leadline.Tests.Platform.Http;

/// <summary>What the lists of small tables and of notes have in common.</summary>
public sealed class ListQueryTests(LeadlineHost host)
{
    [Fact]
    public async Task A_list_does_not_wait_for_a_write_under_way()
    {
        var tenant = await host.NewTenantAsync();
        var client = await tenant.ClientAsync("leads:read leads:write");
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace" });
        using var connection = host.Database.OpenForWriting();
        using var write = connection.BeginTransaction();

        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        using var reply = await client.GetAsync($"/api/v1/leads/{lead}/notes", soon.Token);

        Assert.True(reply.IsSuccessStatusCode);
    }
}
