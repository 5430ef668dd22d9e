using System.Net;
using System.Net.Http.Json;

namespace Leadline.Tests.Notes;

/// <summary>What a client sees of the notes on leads and on customers, which are alike.</summary>
public sealed class NotesTests(LeadlineHost host)
{
    private const string Everything = "leads:read leads:write customers:read customers:write";

    public static TheoryData<string> Kinds => ["leads", "customers"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_note_has_exactly_the_published_fields_and_the_caller_is_its_author(string kind)
    {
        var tenant = await host.NewTenantAsync();
        var email = $"ada.{kind}@example.com";
        var ada = await tenant.AddUserAsync(email, "Ada", "owner");
        var client = await tenant.ClientAsync(Everything, email);
        var notes = await NotesOfNewAsync(client, kind);

        using var reply = await client.PostAsJsonAsync(notes, new { content = " Calls back on Monday.\nMaybe. " });
        var note = (await reply.JsonAsync(HttpStatusCode.Created))["data"]!.AsObject();

        Assert.Equal(["id", "content", "user_id", "created_at", "updated_at", "deleted_at", "author"], note.Select(field => field.Key));
        Assert.Equal("Calls back on Monday.\nMaybe.", (string?)note["content"]);
        Assert.Equal(ada, (long)note["user_id"]!);
        Assert.Equal(ada, (long)note["author"]!["id"]!);
        Assert.Equal("Ada", (string?)note["author"]!["name"]);
        Assert.Equal($"{notes}/{note["id"]}", reply.Headers.Location?.ToString());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_author_can_be_named_if_a_member_and_a_machine_is_none(string kind)
    {
        var tenant = await host.NewTenantAsync();
        var member = await tenant.AddUserAsync($"member.{kind}@example.com", "Grace");
        var stranger = await (await host.NewTenantAsync()).AddUserAsync($"stranger.{kind}@example.com", "Eve");
        var client = await tenant.ClientAsync(Everything);
        var notes = await NotesOfNewAsync(client, kind);

        var named = await client.CreateAsync(notes, new { content = "x", user_id = member });
        var unnamed = await client.CreateAsync(notes, new { content = "x" });
        using var refused = await client.PostAsJsonAsync(notes, new { content = "x", user_id = stranger });

        Assert.Equal("Grace", (string?)(await client.GetJsonAsync($"{notes}/{named}"))["data"]!["author"]!["name"]);
        Assert.Null((await client.GetJsonAsync($"{notes}/{unnamed}"))["data"]!["author"]);
        Assert.Contains("user_id", (await refused.JsonAsync(HttpStatusCode.UnprocessableEntity))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("leads", "{}", "content")]
    [InlineData("customers", """{"content": "  "}""", "content")]
    [InlineData("leads", """{"content": 1}""", "content")]
    [InlineData("customers", """{"content": "x", "user_id": "1"}""", "user_id")]
    [InlineData("leads", """{"content": "x", "title": "y"}""", "title")]
    public async Task A_bad_body_is_refused_by_field(string kind, string body, string field)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var notes = await NotesOfNewAsync(client, kind);

        using var reply = await client.PostAsync(notes, new StringContent(body, null, "application/json"));

        Assert.Contains(field, (await reply.JsonAsync(HttpStatusCode.UnprocessableEntity))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_list_is_newest_first_searched_sorted_and_paged(string kind)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var notes = await NotesOfNewAsync(client, kind);
        var beta = await client.CreateAsync(notes, new { content = "beta 100%" });
        var elan = await client.CreateAsync(notes, new { content = "Élan" });
        var alpha = await client.CreateAsync(notes, new { content = "Alpha" });

        Assert.Equal([alpha, elan, beta], (await client.GetJsonAsync(notes)).Ids());
        Assert.Equal([beta, elan, alpha], (await client.GetJsonAsync($"{notes}?sort_by=created_at&sort_order=asc")).Ids());
        Assert.Equal([alpha, beta, elan], (await client.GetJsonAsync($"{notes}?sort_by=content")).Ids());
        Assert.Equal([elan, beta, alpha], (await client.GetJsonAsync($"{notes}?sort_by=content&sort_order=desc")).Ids());
        Assert.Equal([elan], (await client.GetJsonAsync($"{notes}?search=ELAN")).Ids());
        Assert.Equal([beta], (await client.GetJsonAsync($"{notes}?search=%25")).Ids());
        var second = await client.GetJsonAsync($"{notes}?sort_by=content&per_page=2&page=2");
        Assert.Equal([elan], second.Ids());
        Assert.Equal(3, second.Total());
        await client.GetJsonAsync($"{notes}?author=1", HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_deleted_note_is_in_the_list_with_trash_only_and_comes_back(string kind)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var notes = await NotesOfNewAsync(client, kind);
        var (kept, deleted) = (await client.CreateAsync(notes, new { content = "kept" }), await client.CreateAsync(notes, new { content = "deleted" }));

        await (await client.DeleteAsync($"{notes}/{deleted}")).JsonAsync(HttpStatusCode.OK);

        Assert.Equal([kept], (await client.GetJsonAsync(notes)).Ids());
        Assert.Equal([deleted], (await client.GetJsonAsync($"{notes}?trashed=1")).Ids());
        await client.GetJsonAsync($"{notes}/{deleted}", HttpStatusCode.NotFound);
        Assert.NotNull((await client.GetJsonAsync($"{notes}/{deleted}?trashed=1"))["data"]!["deleted_at"]);
        await (await client.PatchAsJsonAsync($"{notes}/{deleted}", new { content = "x" })).JsonAsync(HttpStatusCode.NotFound);
        await (await client.PostAsync($"{notes}/{deleted}/restore", null)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal([deleted, kept], (await client.GetJsonAsync(notes)).Ids());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_note_is_changed_only_in_the_version_that_was_seen(string kind)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var notes = await NotesOfNewAsync(client, kind);
        var note = $"{notes}/{await client.CreateAsync(notes, new { content = "one" })}";
        using var read = await client.GetAsync(note);

        await (await client.PutAsJsonAsync(note, new { content = "two" })).JsonAsync(HttpStatusCode.OK);
        using var late = new HttpRequestMessage(HttpMethod.Patch, note) { Content = JsonContent.Create(new { content = "three" }) };
        late.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.Tag);
        var refused = await (await client.SendAsync(late)).JsonAsync(HttpStatusCode.PreconditionFailed);

        Assert.Equal("two", (string?)refused["current"]!["content"]);
        Assert.Equal("two", (string?)(await client.GetJsonAsync(note))["data"]!["content"]);
        await (await client.PatchAsJsonAsync(note, new { content = (string?)null })).JsonAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_note_is_reached_only_through_its_own_record_and_tenant(string kind)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var theirs = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (notes, others) = (await NotesOfNewAsync(client, kind), await NotesOfNewAsync(client, kind));
        var id = await client.CreateAsync(notes, new { content = "x" });

        await client.GetJsonAsync($"{others}/{id}", HttpStatusCode.NotFound);
        await (await client.DeleteAsync($"{others}/{id}")).JsonAsync(HttpStatusCode.NotFound);
        await theirs.GetJsonAsync(notes, HttpStatusCode.NotFound);
        await theirs.GetJsonAsync($"{notes}/{id}", HttpStatusCode.NotFound);
        await (await theirs.PostAsJsonAsync(notes, new { content = "x" })).JsonAsync(HttpStatusCode.NotFound);
        await (await theirs.PutAsJsonAsync($"{notes}/{id}", new { content = "x" })).JsonAsync(HttpStatusCode.NotFound);
        await (await theirs.DeleteAsync($"{notes}/{id}")).JsonAsync(HttpStatusCode.NotFound);
        await (await theirs.PostAsync($"{notes}/{id}/restore", null)).JsonAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Notes_need_the_scopes_of_their_record(string kind)
    {
        var tenant = await host.NewTenantAsync();
        var notes = await NotesOfNewAsync(await tenant.ClientAsync(Everything), kind);
        await tenant.AddUserAsync($"vera.{kind}@example.com", "Vera", "viewer");
        var viewer = await tenant.ClientAsync(Everything, $"vera.{kind}@example.com");
        var reader = await tenant.ClientAsync($"{kind}:read");
        var elsewhere = await tenant.ClientAsync(kind == "leads" ? "customers:read customers:write" : "leads:read leads:write");

        await reader.GetJsonAsync(notes);
        await viewer.GetJsonAsync(notes);
        await elsewhere.GetJsonAsync(notes, HttpStatusCode.Forbidden);
        foreach (var client in new[] { reader, viewer, elsewhere })
        {
            await (await client.PostAsJsonAsync(notes, new { content = "x" })).JsonAsync(HttpStatusCode.Forbidden);
            await (await client.PutAsJsonAsync($"{notes}/1", new { content = "x" })).JsonAsync(HttpStatusCode.Forbidden);
            await (await client.DeleteAsync($"{notes}/1")).JsonAsync(HttpStatusCode.Forbidden);
            await (await client.PostAsync($"{notes}/1/restore", null)).JsonAsync(HttpStatusCode.Forbidden);
        }
    }

    // A customer is what a lead becomes.
    private static async Task<string> NotesOfNewAsync(HttpClient client, string kind)
    {
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace" });
        if (kind == "leads")
        {
            return $"/api/v1/leads/{lead}/notes";
        }

        using var conversion = await client.PostAsync($"/api/v1/leads/{lead}/convert", null);
        return $"/api/v1/customers/{(await conversion.JsonAsync(HttpStatusCode.OK))["data"]!["customer"]!["id"]}/notes";
    }
}
