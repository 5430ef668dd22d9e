using System.Net;
using System.Net.Http.Headers;
using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests;

/// <summary>A stock OpenID Connect client and a real browser.</summary>
public sealed class SignInWithLeadlineTests(LeadlineHost host, Browser browser)
{
    private const string Password = "Correct-horse-7-battery";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stock_client_signs_a_person_in_refreshes_is_refused_on_reuse_and_cut_off_on_every_process(bool isPublic)
    {
        await using var second = await LeadlineHost.StartAsync(("Data", host.Folder));
        var tenant = await host.NewTenantAsync("Acme");
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddPersonAsync(email, Password);
        await using var party = await RelyingParty.StartAsync(tenant, isPublic);
        var complaints = new Complaints(host.Address, party.Address);
        var page = await complaints.HearAsync(await browser.NewPageAsync());

        await page.GotoAsync(party.Address.ToString());
        await SignInAsync(page, email);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Allow Website form?" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("see leads, their notes and their history")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        await Assertions.Expect(page.GetByText($"Hello Ada Lovelace, {email}")).ToBeVisibleAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await CallAsync(host, tenant, party.AccessToken!), await CallAsync(second, tenant, party.AccessToken!)));

        var (status, next) = await party.AskAsync(endpoints => endpoints.TokenEndpoint, ("grant_type", "refresh_token"), ("refresh_token", party.RefreshToken));
        Assert.Equal(200, status);
        var token = (string)next["access_token"]!;
        Assert.Equal(HttpStatusCode.OK, await CallAsync(second, tenant, token));

        (status, var refused) = await party.AskAsync(endpoints => endpoints.TokenEndpoint, ("grant_type", "refresh_token"), ("refresh_token", party.RefreshToken));
        Assert.Equal((400, "invalid_grant"), (status, (string?)refused["error"]));
        (status, refused) = await party.AskAsync(endpoints => endpoints.TokenEndpoint, ("grant_type", "refresh_token"), ("refresh_token", (string?)next["refresh_token"]));
        Assert.Equal((400, "invalid_grant"), (status, (string?)refused["error"]));
        await AssertCutOffAsync(second, tenant, token);
        await AssertCutOffAsync(host, tenant, token);
        complaints.AssertNone();
    }

    [Fact]
    public async Task A_stock_client_revokes_and_signs_out_and_is_asked_for_consent_once()
    {
        await using var second = await LeadlineHost.StartAsync(("Data", host.Folder));
        var tenant = await host.NewTenantAsync("Acme");
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddPersonAsync(email, Password);
        await using var party = await RelyingParty.StartAsync(tenant, isPublic: false);
        var complaints = new Complaints(host.Address, party.Address);
        var page = await complaints.HearAsync(await browser.NewPageAsync());
        await page.GotoAsync(party.Address.ToString());
        await SignInAsync(page, email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Hello Ada Lovelace")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.OK, await CallAsync(second, tenant, party.AccessToken!));

        var (status, _) = await party.AskAsync(_ => new Uri(host.Address, "/oauth/revoke").ToString(), ("token", party.RefreshToken));

        Assert.Equal(200, status);
        await AssertCutOffAsync(second, tenant, party.AccessToken!);
        await AssertCutOffAsync(host, tenant, party.AccessToken!);
        await page.GotoAsync(new Uri(party.Address, "/out").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync(); // the app's proof of whose session it is was revoked, too
        await Assertions.Expect(page.GetByText("Bye")).ToBeVisibleAsync();
        await page.GotoAsync(party.Address.ToString());
        await SignInAsync(page, email);
        await Assertions.Expect(page.GetByText("Hello Ada Lovelace")).ToBeVisibleAsync();
        complaints.AssertNone();
    }

    [Fact]
    public async Task Whoever_denies_comes_back_with_that_error()
    {
        var tenant = await host.NewTenantAsync("Acme");
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddPersonAsync(email, Password);
        await using var party = await RelyingParty.StartAsync(tenant, isPublic: true);
        var complaints = new Complaints(host.Address, party.Address);
        var page = await complaints.HearAsync(await browser.NewPageAsync());
        await page.GotoAsync(party.Address.ToString());
        await SignInAsync(page, email);

        await page.GetByRole(AriaRole.Button, new() { Name = "Deny" }).ClickAsync();

        await Assertions.Expect(page.GetByText("access_denied", new() { Exact = false })).ToBeVisibleAsync();
        complaints.AssertNone();
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    private static async Task AssertCutOffAsync(LeadlineHost process, TestTenant tenant, string token)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (await CallAsync(process, tenant, token) != HttpStatusCode.Unauthorized)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(5), "The token is still good.");
            await Task.Delay(50);
        }
    }

    private static async Task<HttpStatusCode> CallAsync(LeadlineHost process, TestTenant tenant, string token)
    {
        using var client = process.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());
        using var reply = await client.GetAsync("/api/v1/leads");
        return reply.StatusCode;
    }
}
