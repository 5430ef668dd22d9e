using System.Net;
using Leadline.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Account;

public sealed class AccountTests(LeadlineHost host)
{
    private const string Me = "/api/v1/account/me";
    private const string Password = "correct horse battery";
    private const string Other = "another good password";

    [Fact]
    public async Task Whoever_calls_reads_themselves_as_their_tenant_knows_them()
    {
        var (tenant, email, id) = await MemberAsync("viewer");
        using var client = await tenant.ClientAsync("leads:read", email);
        using var colleague = await tenant.ClientAsync("users:read");

        using var first = await client.GetAsync(Me);
        using var same = await client.SendAsync(HttpMethod.Get, Me, null, ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal((await colleague.GetJsonAsync($"/api/v1/users/{id}"))["data"]!.ToJsonString(), (await first.JsonAsync(HttpStatusCode.OK))["data"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task Whoever_calls_changes_their_own_profile_and_no_right_of_theirs()
    {
        var (tenant, email, id) = await MemberAsync("viewer");
        using var client = await tenant.ClientAsync("leads:read", email);

        var changed = await client.CallAsync(HttpMethod.Patch, Me, HttpStatusCode.OK, new { name = "Ada L.", title = "Analyst", language = new[] { "English" } });
        var refused = await client.CallAsync(HttpMethod.Put, Me, HttpStatusCode.UnprocessableEntity, new { role_ids = Array.Empty<long>(), is_active = false });
        await client.CallAsync(HttpMethod.Patch, Me, HttpStatusCode.PreconditionFailed, new { title = "x" }, ("If-Match", "\"77\""));

        Assert.Equal((id, "Ada L.", "Analyst", "viewer"), ((long)changed["data"]!["id"]!, (string?)changed["data"]!["name"], (string?)changed["data"]!["title"], (string?)changed["data"]!["roles"]![0]!["name"]));
        Assert.Equal(["is_active", "role_ids"], refused["errors"]!.AsObject().Select(error => error.Key).Order());
    }

    [Fact]
    public async Task A_password_is_changed_by_whoever_knows_the_one_of_now()
    {
        var (tenant, email, id) = await MemberAsync("agent");
        using var client = await tenant.ClientAsync("leads:read", email);

        var without = await client.CallAsync(HttpMethod.Patch, Me, HttpStatusCode.UnprocessableEntity, new { password = Other, password_confirmation = Other });
        var wrong = await client.CallAsync(HttpMethod.Patch, Me, HttpStatusCode.UnprocessableEntity, new { password = Other, password_confirmation = Other, current_password = Other });
        Assert.True(await HasPasswordAsync(id, Password));
        await client.CallAsync(HttpMethod.Patch, Me, HttpStatusCode.OK, new { password = Other, password_confirmation = Other, current_password = Password });

        Assert.Equal("The field current_password is required to change e-mail or password.", without.ErrorsOf("current_password").Single());
        Assert.Equal("The field current_password is not the password of this account.", wrong.ErrorsOf("current_password").Single());
        Assert.True(await HasPasswordAsync(id, Other));
    }

    [Fact]
    public async Task An_address_is_changed_by_whoever_knows_the_password_and_is_unproven_then()
    {
        var (tenant, email, id) = await MemberAsync("agent");
        using var client = await tenant.ClientAsync("leads:read", email);
        var next = $"{Guid.NewGuid():N}@example.com";

        await client.CallAsync(HttpMethod.Patch, Me, HttpStatusCode.UnprocessableEntity, new { email = next });
        await client.CallAsync(HttpMethod.Patch, Me, HttpStatusCode.OK, new { email, title = "The same address needs no proof" });
        var changed = await client.CallAsync(HttpMethod.Patch, Me, HttpStatusCode.OK, new { email = next, current_password = Password });

        Assert.Equal(next, (string?)changed["data"]!["email"]);
        await using var platform = host.Database.Platform();
        Assert.False((await platform.Users.SingleAsync(user => user.Id == id, TestContext.Current.CancellationToken)).EmailConfirmed);
    }

    [Fact]
    public async Task Who_is_no_person_has_no_account()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read users:write");

        Assert.Equal("forbidden", (string?)(await client.GetJsonAsync(Me, HttpStatusCode.Forbidden))["error"]);
        Assert.Equal("forbidden", (string?)(await client.CallAsync(HttpMethod.Patch, Me, HttpStatusCode.Forbidden, new { name = "x" }))["error"]);
    }

    private async Task<(TestTenant Tenant, string Email, long Id)> MemberAsync(string role)
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        return (tenant, email, await host.Services.GetRequiredService<AddUser>().HandleAsync(tenant.Id, email, role, "Ada", Password, CancellationToken.None));
    }

    private async Task<bool> HasPasswordAsync(long id, string password)
    {
        await using var platform = host.Database.Platform();
        var user = await platform.Users.SingleAsync(known => known.Id == id);
        return user.PasswordHash is { } hash && new PasswordHasher<User>().VerifyHashedPassword(user, hash, password) == PasswordVerificationResult.Success;
    }
}
