using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Leadline.Tests.Account;
using Leadline.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Users;

public sealed class UsersTests(LeadlineHost host)
{
    private const string Users = "/api/v1/users";
    private const string Both = "users:read users:write";
    private const string AllScopes =
        "leads:read leads:write customers:read customers:write settings:read settings:write users:read users:write";

    private const string Password = " correct horse ";

    [Fact]
    public async Task A_new_user_is_answered_in_the_published_shape_and_can_sign_in()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(AllScopes);
        var agent = await RoleAsync(client, "agent");
        var email = NewEmail();

        using var reply = await client.PostAsJsonAsync(Users, new
        {
            name = "Ada",
            email,
            password = Password,
            password_confirmation = Password,
            phone = "0532 123 45 67",
            title = "Analyst",
            emergency_contact_name = "Grace",
            emergency_contact_surname = "Hopper",
            emergency_contact_phone_number = "112",
            blood_group = "0+",
            language = new[] { "Turkish", "English" },
            avatar_url = "https://example.com/ada.png",
            bio = "First.",
            role_ids = new[] { agent },
        });
        var user = (await reply.JsonAsync(HttpStatusCode.Created))["data"]!.AsObject();

        Assert.Equal(
            [
                "id", "name", "email", "title", "phone", "emergency_contact_name", "emergency_contact_surname", "emergency_contact_phone_number",
                "blood_group", "language", "avatar_url", "is_active", "invited_at", "bio", "last_login_at", "last_login_ip", "created_at", "updated_at", "deleted_at", "roles",
            ],
            user.Select(field => field.Key));
        Assert.Equal("""["Turkish","English"]""", user["language"]!.ToJsonString());
        Assert.Equal($$"""[{"id":{{agent}},"name":"agent"}]""", user["roles"]!.ToJsonString());
        Assert.True((bool)user["is_active"]!);
        Assert.Equal($"{Users}/{user["id"]}", reply.Headers.Location?.ToString());
        Assert.True(JsonNode.DeepEquals(user, (await client.GetJsonAsync($"{Users}/{user["id"]}"))["data"]));
        Assert.True(await HasPasswordAsync((long)user["id"]!, Password));
        using var theirs = await tenant.ClientAsync("leads:read", email);
        await theirs.GetJsonAsync("/api/v1/leads");
    }

    [Theory]
    [InlineData("name", """{"name": null}""")]
    [InlineData("email", """{"email": "nobody"}""")]
    [InlineData("password", """{"password": "short", "password_confirmation": "short"}""")]
    [InlineData("password_confirmation", """{"password": "correct horse", "password_confirmation": "correct house"}""")]
    [InlineData("password_confirmation", """{"password": "correct horse"}""")]
    [InlineData("password_confirmation", """{"password_confirmation": "correct horse"}""")]
    [InlineData("blood_group", """{"blood_group": "12345678901"}""")]
    [InlineData("language", """{"language": "Turkish"}""")]
    [InlineData("language", """{"language": ["Turkish", "Klingon"]}""")]
    [InlineData("is_active", """{"is_active": "yes"}""")]
    [InlineData("role_ids", """{"role_ids": [999999]}""")]
    [InlineData("tenant_id", """{"tenant_id": 1}""")]
    public async Task A_field_that_breaks_its_rule_is_refused_by_name(string field, string body)
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Both);
        var id = await tenant.AddUserAsync(NewEmail());

        using var changed = JsonContent.Create(JsonNode.Parse(body));
        var refused = await (await client.PatchAsync($"{Users}/{id}", changed)).JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal([field], refused["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_new_person_needs_name_and_address_and_a_password_follows_its_rule()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);

        var bare = await (await client.PostAsJsonAsync(Users, new { })).JsonAsync(HttpStatusCode.UnprocessableEntity);
        var weak = await (await client.PostAsJsonAsync(Users, new { name = "Ada", email = NewEmail(), password = "12345678", password_confirmation = "12345678" }))
            .JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["name", "email"], bare["errors"]!.AsObject().Select(error => error.Key));
        Assert.Contains("12", (string?)weak["errors"]!["password"]![0]);
    }

    [Fact]
    public async Task A_person_of_another_tenant_joins_with_the_account_they_have()
    {
        var (first, second) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var email = NewEmail();
        var id = await first.AddUserAsync(email, "Ada at home");
        using var client = await second.ClientAsync(AllScopes);

        var refused = await (await client.PostAsJsonAsync(Users, New(email))).JsonAsync(HttpStatusCode.UnprocessableEntity);
        var joined = await (await client.PostAsJsonAsync(Users, new { name = "Ada at work", email = email.ToUpperInvariant() })).JsonAsync(HttpStatusCode.Created);
        var twice = await (await client.PostAsJsonAsync(Users, new { name = "Ada", email })).JsonAsync(HttpStatusCode.Conflict);

        Assert.Equal(["password"], refused["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(id, (long)joined["data"]!["id"]!);
        Assert.Equal(email, (string?)joined["data"]!["email"]);
        Assert.Equal(id, (long)twice["user_id"]!);
        using var home = await first.ClientAsync(Both);
        Assert.Equal("Ada at home", (string?)(await home.GetJsonAsync($"{Users}/{id}"))["data"]!["name"]);
    }

    [Fact]
    public async Task A_known_address_is_refused_in_the_same_words_wherever_it_is_known()
    {
        var (elsewhere, here) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var (theirs, former) = (NewEmail(), NewEmail());
        await elsewhere.AddUserAsync(theirs);
        var id = await here.AddUserAsync(former);
        using var client = await here.ClientAsync(AllScopes);
        (await client.DeleteAsync($"{Users}/{id}")).Dispose();

        var one = await (await client.PostAsJsonAsync(Users, New(theirs))).JsonAsync(HttpStatusCode.UnprocessableEntity);
        var other = await (await client.PostAsJsonAsync(Users, New(former))).JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.True(JsonNode.DeepEquals(one, other));
    }

    [Fact]
    public async Task Whoever_left_comes_back_by_their_address_with_what_is_sent()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(AllScopes);
        var email = NewEmail();
        var id = await tenant.AddUserAsync(email, role: "agent");
        (await client.PutAsJsonAsync($"{Users}/{id}", new { title = "Analyst" })).Dispose();
        (await client.DeleteAsync($"{Users}/{id}")).Dispose();

        var back = await (await client.PostAsJsonAsync(Users, new { name = "Ada again", email })).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(id, (long)back["data"]!["id"]!);
        Assert.Equal("Ada again", (string?)back["data"]!["name"]);
        Assert.Null(back["data"]!["title"]);
        Assert.Null(back["data"]!["deleted_at"]);
        Assert.Empty(back["data"]!["roles"]!.AsArray());
    }

    [Fact]
    public async Task The_list_is_searched_filtered_and_sorted()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(AllScopes);
        var ada = await tenant.AddUserAsync($"ada-{NewEmail()}", "Âda", "owner");
        var bob = await tenant.AddUserAsync($"bob-{NewEmail()}", "bob", "viewer");
        var cem = await tenant.AddUserAsync($"cem-{NewEmail()}", "Cem", "viewer");
        (await client.PutAsJsonAsync($"{Users}/{cem}", new { is_active = false })).Dispose();

        Assert.Equal([cem, bob, ada], (await client.GetJsonAsync(Users)).Ids());
        Assert.Equal([ada, bob, cem], (await client.GetJsonAsync($"{Users}?sort_by=name")).Ids());
        Assert.Equal([cem, bob, ada], (await client.GetJsonAsync($"{Users}?sort_by=email&sort_order=desc")).Ids());
        Assert.Equal([cem, bob, ada], (await client.GetJsonAsync($"{Users}?sort_by=last_login_at")).Ids());
        Assert.Equal([ada], (await client.GetJsonAsync($"{Users}?search=ADA")).Ids());
        Assert.Equal([bob], (await client.GetJsonAsync($"{Users}?search=bob-")).Ids());
        Assert.Equal([cem], (await client.GetJsonAsync($"{Users}?is_active=0")).Ids());
        Assert.Equal([cem, bob], (await client.GetJsonAsync($"{Users}?role=viewer")).Ids());
        var page = await client.GetJsonAsync($"{Users}?per_page=2&page=2");
        Assert.Equal([ada], page.Ids());
        Assert.Equal(3, page.Total());
        await client.GetJsonAsync($"{Users}?rolle=viewer", HttpStatusCode.UnprocessableEntity);
        await client.GetJsonAsync($"{Users}?sort_by=phone", HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_deleted_user_is_locked_out_at_once_and_only_of_this_tenant_until_restored()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var email = NewEmail();
        var id = await tenant.AddUserAsync(email);
        await other.AddUserAsync(email);
        using var client = await tenant.ClientAsync(AllScopes);
        using var theirs = await tenant.ClientAsync("leads:read", email);
        using var elsewhere = await other.ClientAsync("leads:read", email);
        await theirs.GetJsonAsync("/api/v1/leads");

        await (await client.DeleteAsync($"{Users}/{id}")).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("tenant_forbidden", (string?)(await theirs.GetJsonAsync("/api/v1/leads", HttpStatusCode.Forbidden))["error"]);
        await elsewhere.GetJsonAsync("/api/v1/leads");
        await client.GetJsonAsync($"{Users}/{id}", HttpStatusCode.NotFound);
        Assert.Equal([id], (await client.GetJsonAsync($"{Users}?trashed=1")).Ids());
        Assert.NotNull((await client.GetJsonAsync($"{Users}/{id}?trashed=1"))["data"]!["deleted_at"]);

        await (await client.PostAsync($"{Users}/{id}/restore", null)).JsonAsync(HttpStatusCode.OK);

        await theirs.GetJsonAsync("/api/v1/leads");
    }

    [Fact]
    public async Task An_inactive_user_is_locked_out_at_once()
    {
        var tenant = await host.NewTenantAsync();
        var email = NewEmail();
        var id = await tenant.AddUserAsync(email);
        using var client = await tenant.ClientAsync(AllScopes);
        using var theirs = await tenant.ClientAsync("leads:read", email);
        await theirs.GetJsonAsync("/api/v1/leads");

        (await client.PutAsJsonAsync($"{Users}/{id}", new { is_active = false })).Dispose();

        await theirs.GetJsonAsync("/api/v1/leads", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task At_least_one_active_owner_stays()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(AllScopes);
        var viewer = await RoleAsync(client, "viewer");
        var (first, second) = (await tenant.AddUserAsync(NewEmail(), role: "owner"), await tenant.AddUserAsync(NewEmail(), role: "owner"));

        await (await client.PutAsJsonAsync($"{Users}/{first}", new { is_active = false })).JsonAsync(HttpStatusCode.OK);

        await (await client.DeleteAsync($"{Users}/{second}")).JsonAsync(HttpStatusCode.Conflict);
        await (await client.PutAsJsonAsync($"{Users}/{second}", new { is_active = false })).JsonAsync(HttpStatusCode.Conflict);
        await (await client.PutAsJsonAsync($"{Users}/{second}", new { role_ids = new[] { viewer } })).JsonAsync(HttpStatusCode.Conflict);
        var kept = (await client.GetJsonAsync($"{Users}/{second}"))["data"]!;
        Assert.True((bool)kept["is_active"]!);
        Assert.Equal("owner", (string?)kept["roles"]![0]!["name"]);
        await (await client.DeleteAsync($"{Users}/{first}")).JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_gives_a_role_that_allows_more_than_they_may()
    {
        var tenant = await host.NewTenantAsync();
        using var operations = await tenant.ClientAsync(AllScopes);
        using var narrow = await tenant.ClientAsync(Both);
        var owner = await RoleAsync(operations, "owner");
        var id = await tenant.AddUserAsync(NewEmail(), role: "viewer");
        var former = await tenant.AddUserAsync(NewEmail(), role: "agent");
        (await operations.DeleteAsync($"{Users}/{former}")).Dispose();

        var raised = await (await narrow.PutAsJsonAsync($"{Users}/{id}", new { role_ids = new[] { owner } })).JsonAsync(HttpStatusCode.Forbidden);
        var email = NewEmail();
        var added = await (await narrow.PostAsJsonAsync(Users, new { name = "Ada", email, password = Password, password_confirmation = Password, role_ids = new[] { owner } }))
            .JsonAsync(HttpStatusCode.Forbidden);
        var restored = await (await narrow.PostAsync($"{Users}/{former}/restore", null)).JsonAsync(HttpStatusCode.Forbidden);

        Assert.All([raised, added, restored], refusal => Assert.Equal("forbidden", (string?)refusal["error"]));
        await using var platform = host.Database.Platform();
        Assert.False(await platform.Users.AnyAsync(user => user.Email == email));
        await (await narrow.PutAsJsonAsync($"{Users}/{id}", new { title = "Analyst" })).JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task E_mail_and_password_are_changed_by_the_person_or_by_an_owner_of_their_only_tenant()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var (ownerEmail, email, sharedEmail) = (NewEmail(), NewEmail(), NewEmail());
        var ownerId = await tenant.AddUserAsync(ownerEmail, role: "owner");
        var id = await tenant.AddUserAsync(email);
        var shared = await tenant.AddUserAsync(sharedEmail);
        await other.AddUserAsync(sharedEmail);
        using var operations = await tenant.ClientAsync(AllScopes);
        using var owner = await tenant.ClientAsync(AllScopes, ownerEmail);
        var account = new { email = NewEmail(), password = Password, password_confirmation = Password };

        await (await operations.PutAsJsonAsync($"{Users}/{id}", account)).JsonAsync(HttpStatusCode.Forbidden);
        await (await owner.PutAsJsonAsync($"{Users}/{shared}", new { email = NewEmail() })).JsonAsync(HttpStatusCode.Forbidden);
        await (await owner.PutAsJsonAsync($"{Users}/{shared}", new { password = Password, password_confirmation = Password })).JsonAsync(HttpStatusCode.Forbidden);
        Assert.False(await HasPasswordAsync(shared, Password));
        await (await owner.PutAsJsonAsync($"{Users}/{shared}", new { email = sharedEmail, title = "Analyst" })).JsonAsync(HttpStatusCode.OK);

        using var before = await owner.GetAsync($"{Users}/{id}");
        using var changed = await owner.PutAsJsonAsync($"{Users}/{id}", account);
        Assert.Equal(account.email, (string?)(await changed.JsonAsync(HttpStatusCode.OK))["data"]!["email"]);
        Assert.NotEqual(before.Headers.ETag, changed.Headers.ETag);
        Assert.True(await HasPasswordAsync(id, Password));

        var own = NewEmail();
        await (await owner.PutAsJsonAsync($"{Users}/{ownerId}", new { email = own })).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(own, (string?)(await owner.GetJsonAsync($"{Users}/{ownerId}"))["data"]!["email"]);
    }

    [Fact]
    public async Task The_address_of_another_account_cannot_be_taken()
    {
        var tenant = await host.NewTenantAsync();
        var (ownerEmail, taken) = (NewEmail(), NewEmail());
        var id = await tenant.AddUserAsync(ownerEmail, role: "owner");
        await (await host.NewTenantAsync()).AddUserAsync(taken);
        using var owner = await tenant.ClientAsync(AllScopes, ownerEmail);

        var refused = await (await owner.PutAsJsonAsync($"{Users}/{id}", new { email = taken, title = "Thief" })).JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["email"], refused["errors"]!.AsObject().Select(error => error.Key));
        var kept = (await owner.GetJsonAsync($"{Users}/{id}"))["data"]!;
        Assert.Equal(ownerEmail, (string?)kept["email"]);
        Assert.Null(kept["title"]);
    }

    [Fact]
    public async Task A_change_of_an_older_version_is_refused()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(AllScopes);
        var id = await tenant.AddUserAsync(NewEmail());
        var agent = await RoleAsync(client, "viewer");
        using var seen = await client.GetAsync($"{Users}/{id}");
        await (await client.PutAsJsonAsync($"{Users}/{id}", new { role_ids = new[] { agent } })).JsonAsync(HttpStatusCode.OK);

        client.DefaultRequestHeaders.Add("If-Match", seen.Headers.ETag!.ToString());
        var refused = await (await client.PutAsJsonAsync($"{Users}/{id}", new { title = "Analyst" })).JsonAsync(HttpStatusCode.PreconditionFailed);

        Assert.Equal("viewer", (string?)refused["current"]!["roles"]![0]!["name"]);
    }

    [Fact]
    public async Task Another_tenants_user_does_not_exist()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var id = await tenant.AddUserAsync(NewEmail());
        using var client = await other.ClientAsync(AllScopes);

        await client.GetJsonAsync($"{Users}/{id}?trashed=1", HttpStatusCode.NotFound);
        await (await client.PutAsJsonAsync($"{Users}/{id}", new { name = "Spy" })).JsonAsync(HttpStatusCode.NotFound);
        await (await client.DeleteAsync($"{Users}/{id}")).JsonAsync(HttpStatusCode.NotFound);
        await (await client.PostAsync($"{Users}/{id}/restore", null)).JsonAsync(HttpStatusCode.NotFound);
        Assert.Equal(0, (await client.GetJsonAsync(Users)).Total());
    }

    [Fact]
    public async Task Another_tenants_role_cannot_be_given()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        using var elsewhere = await other.ClientAsync(AllScopes);
        using var client = await tenant.ClientAsync(AllScopes);
        var id = await tenant.AddUserAsync(NewEmail());

        await (await client.PutAsJsonAsync($"{Users}/{id}", new { role_ids = new[] { await RoleAsync(elsewhere, "viewer") } }))
            .JsonAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Reading_does_not_allow_to_write_and_a_viewer_never_writes()
    {
        var tenant = await host.NewTenantAsync();
        var email = NewEmail();
        var id = await tenant.AddUserAsync(email, role: "viewer");
        using var reader = await tenant.ClientAsync("users:read");
        using var viewer = await tenant.ClientAsync(Both, email);

        foreach (var (client, code) in new[] { (reader, "insufficient_scope"), (viewer, "forbidden") })
        {
            await client.GetJsonAsync(Users);
            foreach (var refused in new[]
            {
                await client.PostAsJsonAsync(Users, New(NewEmail())), await client.PutAsJsonAsync($"{Users}/{id}", new { title = "x" }),
                await client.PatchAsJsonAsync($"{Users}/{id}", new { title = "x" }), await client.DeleteAsync($"{Users}/{id}"),
                await client.PostAsync($"{Users}/{id}/restore", null),
            })
            {
                Assert.Equal(code, (string?)(await refused.JsonAsync(HttpStatusCode.Forbidden))["error"]);
            }
        }

        using var blind = await tenant.ClientAsync("users:write");
        await blind.GetJsonAsync(Users, HttpStatusCode.Forbidden);
        await blind.GetJsonAsync($"{Users}/{id}", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_account_whose_address_nobody_has_proven_loses_every_way_in_when_its_person_joins_another_tenant()
    {
        var (first, second) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        using var maker = await first.ClientAsync(AllScopes);
        using var client = await second.ClientAsync(AllScopes);
        var email = NewEmail();
        var id = await maker.CreateAsync(Users, New(email));
        using var theirs = await first.ClientAsync("leads:read", email);
        await (await maker.PutAsJsonAsync($"{Users}/{id}", new { role_ids = new[] { await RoleAsync(maker, "agent") } })).JsonAsync(HttpStatusCode.OK);
        await theirs.GetJsonAsync("/api/v1/leads");
        Assert.True(await HasPasswordAsync(id, Password));

        var joined = await (await client.PostAsJsonAsync(Users, new { name = "Ada", email })).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(id, (long)joined["data"]!["id"]!);
        Assert.True(await HasPasswordAsync(id, Password));
        await JoinAsync(email);
        Assert.False(await HasPasswordAsync(id, Password));
        await theirs.GetJsonAsync("/api/v1/leads", HttpStatusCode.Unauthorized);
        using var owner = await first.ClientAsync(AllScopes, await OwnerAsync(first));
        await (await owner.PutAsJsonAsync($"{Users}/{id}", new { password = Password, password_confirmation = Password })).JsonAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_account_whose_address_was_proven_keeps_its_password_unless_another_person_chose_it()
    {
        var (first, second) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var (proven, chosen) = (NewEmail(), NewEmail());
        using var maker = await first.ClientAsync(AllScopes);
        var mine = await maker.CreateAsync(Users, New(proven));
        await ConfirmAsync(mine);
        var others = await first.AddUserAsync(chosen);
        await ConfirmAsync(others);
        using var owner = await first.ClientAsync(AllScopes, await OwnerAsync(first));
        await (await owner.PutAsJsonAsync($"{Users}/{others}", new { password = Password, password_confirmation = Password })).JsonAsync(HttpStatusCode.OK);

        using var client = await second.ClientAsync(AllScopes);
        foreach (var email in new[] { proven, chosen })
        {
            await (await client.PostAsJsonAsync(Users, new { name = "Ada", email })).JsonAsync(HttpStatusCode.Created);
        }

        await JoinAsync(chosen);
        Assert.True(await HasPasswordAsync(mine, Password));
        Assert.False(await HasPasswordAsync(others, Password));
    }

    [Fact]
    public async Task A_changed_password_is_journalled_without_it_and_no_undo_claims_to_take_it_back()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddUserAsync(NewEmail());
        using var owner = await tenant.ClientAsync(AllScopes, await OwnerAsync(tenant));
        await (await owner.PutAsJsonAsync($"{Users}/{id}", new { password = Password, password_confirmation = Password })).JsonAsync(HttpStatusCode.OK);
        var entry = (await owner.GetJsonAsync("/api/v1/changes?limit=1000"))["data"]!.AsArray()[^1]!;

        var report = await owner.CallAsync(HttpMethod.Post, $"/api/v1/batches/{entry["batch_id"]}/undo", HttpStatusCode.OK);

        Assert.Equal(("user", id), ((string?)entry["entity"], (long)entry["entity_id"]!));
        Assert.Equal(["credentials_changed_at"], entry["changes"]!.AsObject().Select(field => field.Key));
        Assert.Empty(report["data"]!["reversed"]!.AsArray());
        Assert.Contains("password", (string?)Assert.Single(report["data"]!["failed"]!.AsArray())!["reason"]);
        Assert.True(await HasPasswordAsync(id, Password));
    }

    [Fact]
    public async Task An_undo_of_given_roles_reports_the_roles_and_not_the_user_whose_own_fields_stayed()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddUserAsync(NewEmail(), role: "viewer");
        using var client = await tenant.ClientAsync(AllScopes);
        await (await client.PutAsJsonAsync($"{Users}/{id}", new { role_ids = new[] { await RoleAsync(client, "agent") } })).JsonAsync(HttpStatusCode.OK);
        var batch = (await client.GetJsonAsync("/api/v1/batches?action=user.update")).Ids().Single();

        var report = (await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.OK))["data"]!;

        Assert.Equal(["member_role", "member_role"], report["reversed"]!.AsArray().Select(row => (string?)row!["entity"]));
        Assert.Empty(report["failed"]!.AsArray());
    }

    private static async Task<string> OwnerAsync(TestTenant tenant)
    {
        var email = NewEmail();
        await tenant.AddUserAsync(email, role: "owner");
        return email;
    }

    // Follows the first invitation to an address that nobody has proven yet.
    private async Task JoinAsync(string email)
    {
        using var visitor = new PageVisitor(host);
        var joined = await visitor.SendAsync(
            (await host.MailsToAsync(email))[0].Link(), "/account/invitation/new", ("name", "Ada"), ("password", "a password of her own"), ("password_confirmation", "a password of her own"));
        Assert.Equal("/account/sign-in", joined.Path);
    }

    private async Task ConfirmAsync(long id)
    {
        await using var platform = host.Database.Platform();
        await platform.Users.Where(user => user.Id == id).ExecuteUpdateAsync(set => set.SetProperty(user => user.EmailConfirmed, true));
    }

    private static object New(string email) => new { name = "Ada", email, password = Password, password_confirmation = Password };

    private static string NewEmail() => string.Create(CultureInfo.InvariantCulture, $"o'{Guid.NewGuid():N}@example.com");

    private static async Task<long> RoleAsync(HttpClient client, string name) =>
        (await client.GetJsonAsync($"/api/v1/roles?search={name}")).Ids().Single();

    private async Task<bool> HasPasswordAsync(long id, string password)
    {
        await using var platform = host.Database.Platform();
        var user = await platform.Users.SingleAsync(known => known.Id == id);
        return user.PasswordHash is { } hash && new PasswordHasher<User>().VerifyHashedPassword(user, hash, password) == PasswordVerificationResult.Success;
    }
}
