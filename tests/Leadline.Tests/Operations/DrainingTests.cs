using System.Net;

namespace Leadline.Tests.Operations;

public sealed class DrainingTests
{
    [Fact]
    public async Task A_server_that_is_told_to_end_says_so_and_takes_calls_until_a_balancer_has_heard_it()
    {
        using var folder = new TemporaryFolder();
        var tenant = (await LeadlineProgram.SucceedAsync(folder.Path, "tenant", "add", "Drained")).Output;
        var token = (await LeadlineProgram.SucceedAsync(folder.Path, "token", "--tenant", tenant)).Output;
        await using var server = await LeadlineProgram.ServeAsync(folder.Path);
        using var client = await server.ClientAsync(tenant, token);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/health/ready"));

        server.Terminate();
        while (await StatusAsync(client, "/health/ready") == HttpStatusCode.OK)
        {
            await Task.Yield();
        }

        var calls = 0;
        while (await StatusAsync(client, "/health/ready") is { } ready)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
            using var reply = await client.GetAsync("/api/v1/leads", TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, true), (reply.StatusCode, reply.Headers.ConnectionClose));
            if (++calls == 100)
            {
                break;
            }
        }

        Assert.Equal(100, calls);
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Who_waits_for_a_change_is_answered_when_the_server_ends_and_does_not_hold_it_up()
    {
        using var folder = new TemporaryFolder();
        var tenant = (await LeadlineProgram.SucceedAsync(folder.Path, "tenant", "add", "Left")).Output;
        var token = (await LeadlineProgram.SucceedAsync(folder.Path, "token", "--tenant", tenant)).Output;
        await using var server = await LeadlineProgram.ServeAsync(folder.Path);
        using var client = await server.ClientAsync(tenant, token);
        await client.GetStringAsync("/api/v1/changes?cursor=now", TestContext.Current.CancellationToken);

        var waiting = client.GetStringAsync("/api/v1/changes?cursor=now&wait=30", TestContext.Current.CancellationToken);
        var first = await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        Assert.NotSame(waiting, first);
        server.Terminate();

        Assert.Contains("\"data\":[]", await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var ended = await server.EndAsync();
        Assert.Equal(0, ended.ExitCode);
        Assert.DoesNotContain("fail:", ended.Output + ended.Error, StringComparison.Ordinal);
    }

    // Null once it takes no more calls.
    private static async Task<HttpStatusCode?> StatusAsync(HttpClient client, string path)
    {
        try
        {
            using var reply = await client.GetAsync(path, TestContext.Current.CancellationToken);
            return reply.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
