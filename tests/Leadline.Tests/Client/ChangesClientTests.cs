using System.Net;
using Leadline.Client;

namespace Leadline.Tests.Client;

public sealed class ChangesClientTests(LeadlineHost host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_feed_is_followed_from_a_cursor_and_gone_on_with_later()
    {
        using var enough = new CancellationTokenSource(Patience);
        var client = await (await host.NewTenantAsync()).SdkAsync();
        var from = (await client.Changes.ListAsync(limit: 1000)).Meta.Cursor;
        var names = new List<string?>();
        JournalEntry? last = null;
        await client.Leads.CreateAsync(new NewLead { LastName = "Lead 0" });

        await foreach (var entry in client.Changes.FollowAsync(from, enough.Token))
        {
            names.Add(entry.Changes["last_name"].New!.Value.GetString());
            last = entry;
            if (names.Count == 4)
            {
                break;
            }

            await client.Leads.CreateAsync(new NewLead { LastName = $"Lead {names.Count}" }, ct: enough.Token);
        }

        await client.Leads.CreateAsync(new NewLead { LastName = "Later" });
        var later = await client.Changes.FollowAsync(last!.Cursor, enough.Token).FirstAsync(enough.Token);

        Assert.Equal(["Lead 0", "Lead 1", "Lead 2", "Lead 3"], names);
        Assert.Equal(("Later", "api", "lead.create"), (later.Changes["last_name"].New!.Value.GetString(), later.Author.Through, later.Action));
    }

    [Fact]
    public async Task From_now_on_nothing_is_missed_where_the_wait_is_cut()
    {
        var script = new Script(
            Script.Answers(HttpStatusCode.OK, """{"data": [], "meta": {"cursor": "7", "has_more": false}}"""),
            Script.Breaks,
            Script.Answers(HttpStatusCode.OK, """{"data": [{"id": 8, "cursor": "8", "entity": "lead", "entity_id": 1}], "meta": {"cursor": "8", "has_more": false}}"""));

        var first = await script.Play().Changes.FollowAsync(ChangesClient.Now).FirstAsync(TestContext.Current.CancellationToken);

        Assert.Equal("8", first.Cursor);
        Assert.Equal("?cursor=now", script.Seen[0].Address.Query);
        Assert.All(script.Seen.Skip(1), call => Assert.StartsWith("?cursor=7&", call.Address.Query, StringComparison.Ordinal));
        Assert.Equal(3, script.Seen.Count);
    }

    [Fact]
    public async Task Waiting_outlasts_the_timeout_of_the_http_client()
    {
        using var enough = new CancellationTokenSource(Patience);
        var tenant = await host.NewTenantAsync();
        using var hasty = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        var client = new LeadlineClient(hasty, new LeadlineClientOptions { BaseAddress = host.Address, Token = await tenant.TokenAsync("leads:read leads:write"), TenantId = tenant.Id.Value, Retries = RetryOptions.None });
        var from = (await client.Changes.ListAsync(limit: 1000)).Meta.Cursor;

        var next = client.Changes.FollowAsync(from, enough.Token).FirstAsync(enough.Token).AsTask();
        await Task.Delay(TimeSpan.FromSeconds(4));
        Assert.False(next.IsCompleted);
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" });

        Assert.Equal(lead.Id, (await next).EntityId);
    }

    [Fact]
    public async Task Following_ends_with_its_cancellation()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var client = await (await host.NewTenantAsync()).SdkAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.Changes.FollowAsync(ct: cancellation.Token).CountAsync());
    }

    [Fact]
    public async Task A_wait_without_news_is_answered_empty()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        var from = (await client.Changes.ListAsync(limit: 1000)).Meta.Cursor;

        var page = await client.Changes.ListAsync(from, wait: TimeSpan.FromSeconds(1));

        Assert.Empty(page.Data);
        Assert.Equal((from, false), (page.Meta.Cursor, page.Meta.HasMore));
    }
}
