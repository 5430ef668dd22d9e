using System.Net;

namespace Leadline.Tests.Operations;

public sealed class HealthTests(LeadlineHost host)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_process_at_work_is_healthy_without_a_token(string path)
    {
        using var client = host.NewClient();

        using var reply = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "Healthy"), (reply.StatusCode, await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Balancers_ask_without_TLS()
    {
        var reply = await host.SendRawAsync("GET /health/ready HTTP/1.1\r\nHost: crm.example.com\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", reply, StringComparison.Ordinal);
    }
}
