using Leadline.Platform.Database;

namespace Leadline.Tests.Platform.Database;

public sealed class SnapshotTests
{
    [Fact]
    public async Task The_first_write_after_many_reads_at_once_is_possible()
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("leads:read leads:write");
        for (var round = 0; round < 3; round++)
        {
            var reads = new List<Snapshot>();
            for (var i = 0; i < 40; i++)
            {
                reads.Add(await host.Database.ReadAcrossTenantsAsync(TestContext.Current.CancellationToken));
            }

            foreach (var read in reads)
            {
                await read.DisposeAsync();
            }

            using var connection = host.Database.OpenForWriting();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE tenants SET name = name";
            command.ExecuteNonQuery();
        }

        await client.CreateLeadAsync();
    }
}
