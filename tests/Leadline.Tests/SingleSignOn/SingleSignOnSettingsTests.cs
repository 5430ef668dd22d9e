using System.Net;
using System.Net.Sockets;
using Leadline.Audit;
using Leadline.OAuth;
using Leadline.SingleSignOn;
using Leadline.SingleSignOn.Domains;
using Leadline.Tests.Account;
using Leadline.Tests.OAuth;
using Leadline.Tests.Operations;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.SingleSignOn;

/// <summary>How owners set their provider and domains, and what the server does not let itself be made to call.</summary>
public sealed class SingleSignOnSettingsTests(SingleSignOnSetup setup) : IClassFixture<SingleSignOnSetup>
{
    private const string Provider = SignedOnTenant.Provider;
    private const string Domains = SignedOnTenant.Domains;

    private LeadlineHost Host => setup.Host;

    [Fact]
    public async Task A_provider_is_set_changed_in_part_and_removed_and_its_secret_is_told_to_nobody()
    {
        var tenant = await Host.NewTenantAsync();
        using var client = await tenant.ClientAsync(SignedOnTenant.Everything);
        await client.GetJsonAsync(Provider, HttpStatusCode.NotFound);

        var set = await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.OK, new { issuer = "https://login.example.com/realm", client_id = "leadline", client_secret = "quite-a-secret" });
        var changed = await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.OK, new { client_id = "another" }, ("If-Match", "\"1\""));
        await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.PreconditionFailed, new { client_id = "third" }, ("If-Match", "\"1\""));
        var read = await client.GetJsonAsync(Provider);

        Assert.Equal(["client_id", "created_at", "is_required", "issuer", "redirect_uri", "sign_in_uri", "updated_at"], read["data"]!.AsObject().Select(field => field.Key).Order());
        Assert.Equal(new Uri(Host.Address, $"/account/single-sign-on/{tenant.Id}/callback").AbsoluteUri, (string?)read["data"]!["redirect_uri"]);
        Assert.Equal("another", (string?)read["data"]!["client_id"]);
        Assert.DoesNotContain("quite-a-secret", set.ToJsonString() + changed.ToJsonString() + read.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("quite-a-secret", await StoredText.OfAsync(Host), StringComparison.Ordinal);

        await client.CallAsync(HttpMethod.Delete, Provider, HttpStatusCode.OK);
        await client.CallAsync(HttpMethod.Delete, Provider, HttpStatusCode.NotFound);
        await using var db = Host.Database.Platform();
        Assert.Equal(
            [AuditKinds.SingleSignOnChanged, AuditKinds.SingleSignOnChanged, AuditKinds.SingleSignOnRemoved],
            await db.Set<AuditEvent>().Where(told => told.TenantId == tenant.Id.Value).OrderBy(told => told.Id).Select(told => told.Kind).ToListAsync());
    }

    [Theory]
    [InlineData("issuer", "login.example.com")]
    [InlineData("issuer", "ftp://login.example.com")]
    [InlineData("issuer", "https://login.example.com?a=b")]
    [InlineData("issuer", "https://login.example.com#a")]
    [InlineData("issuer", "https://me@login.example.com")]
    [InlineData("client_id", "")]
    [InlineData("client_secret", "")]
    public async Task What_is_no_provider_is_refused(string field, string value)
    {
        using var client = await (await Host.NewTenantAsync()).ClientAsync(SignedOnTenant.Everything);
        var body = new Dictionary<string, string> { ["issuer"] = "https://login.example.com", ["client_id"] = "leadline", ["client_secret"] = "secret", [field] = value };

        var refused = await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.UnprocessableEntity, body);

        Assert.NotEmpty(refused.ErrorsOf(field));
    }

    [Fact]
    public async Task A_secret_goes_to_no_other_issuer_than_it_was_given_for()
    {
        var tenant = await setup.NewTenantAsync();
        using var client = await tenant.OperatorAsync();

        var refused = await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.UnprocessableEntity, new { issuer = "https://thief.example.com" });

        Assert.NotEmpty(refused.ErrorsOf("client_secret"));
    }

    [Theory]
    [InlineData("manager")]
    [InlineData("agent")]
    public async Task Only_owners_see_and_set_it(string role)
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync(role);
        using var client = await tenant.Tenant.ClientAsync(SignedOnTenant.Everything, email);
        using var owner = await tenant.OperatorAsync();
        var id = (await owner.GetJsonAsync(Domains))["data"]![0]!["id"];
        using var visitor = new PageVisitor(Host);
        var account = await visitor.SignInAsync(email, SignedOnTenant.Password);

        await client.GetJsonAsync(Provider, HttpStatusCode.Forbidden);
        await client.GetJsonAsync(Domains, HttpStatusCode.Forbidden);
        await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.Forbidden, tenant.Settings());
        await client.CallAsync(HttpMethod.Delete, Provider, HttpStatusCode.Forbidden);
        await client.CallAsync(HttpMethod.Post, Domains, HttpStatusCode.Forbidden, new { domain = "example.com" });
        await client.CallAsync(HttpMethod.Post, $"{Domains}/{id}/proof", HttpStatusCode.Forbidden);
        await client.CallAsync(HttpMethod.Delete, $"{Domains}/{id}", HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.OpenAsync("/account/single-sign-on")).Status);
        using var content = new FormUrlEncodedContent(account.Hidden("/account/sign-out"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Http.PostAsync($"/account/single-sign-on/{tenant.Tenant.Id}/remove", content, TestContext.Current.CancellationToken)).StatusCode);
        await owner.GetJsonAsync(Provider);
    }

    [Fact]
    public async Task Forms_of_owners_are_refused_to_others_and_change_nothing()
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync("agent");
        await tenant.Tenant.AddAppAsync("leads:read", ["https://app.example.com/back"]);
        using var agent = new PageVisitor(Host);
        await agent.SignInAsync(email, SignedOnTenant.Password);
        var account = await agent.OpenAsync("/account");
        await using var db = Host.Database.Platform();
        var before = await StateAsync();
        string[] of = ["/account/apps", "/account/single-sign-on/{tenant:long}"];
        var forms = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(form => of.Any(begin => form.RoutePattern.RawText!.StartsWith(begin, StringComparison.Ordinal)) && form.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .Select(form => form.RoutePattern.RawText!).ToList();
        var (app, domain) = ((await db.Apps.SingleAsync(app => app.TenantId == tenant.Tenant.Id.Value)).Id, (await db.ProvenDomains.SingleAsync(domain => domain.TenantId == tenant.Tenant.Id.Value)).Id);

        Assert.True(forms.Count >= 7, $"The forms were not found: {string.Join(' ', forms)}.");
        foreach (var form in forms)
        {
            var id = form.StartsWith("/account/apps", StringComparison.Ordinal) ? app : domain;
            var address = form.Replace("{tenant:long}", $"{tenant.Tenant.Id}", StringComparison.Ordinal).Replace("{id:long}", $"{id}", StringComparison.Ordinal);
            using var content = new FormUrlEncodedContent(
            [
                .. account.Hidden("/account/sign-out"), new("tenant", $"{tenant.Tenant.Id}"), new("name", "Website"), new("type", "confidential"), new("scopes", "leads:read"),
                new("issuer", "https://login.example.com"), new("client_id", "leadline"), new("client_secret", "a-typed-secret"), new("domain", $"more.{tenant.Domain}"),
            ]);
            using var reply = await agent.Http.PostAsync(address, content, TestContext.Current.CancellationToken);
            Assert.True(reply.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{address}: {reply.StatusCode}");
        }

        Assert.Equal(before, await StateAsync());

        async Task<string> StateAsync() => string.Join(
            '\n',
            [
                .. await db.Apps.AsNoTracking().Where(app => app.TenantId == tenant.Tenant.Id.Value).Select(app => $"{app.Id} {app.Version} {app.DeletedAt} {app.ClientSecret}").ToListAsync(),
                .. await db.IdentityProviders.AsNoTracking().Where(provider => provider.TenantId == tenant.Tenant.Id.Value).Select(provider => $"{provider.Id} {provider.Version}").ToListAsync(),
                .. await db.ProvenDomains.AsNoTracking().Where(domain => domain.TenantId == tenant.Tenant.Id.Value).Select(domain => $"{domain.Id} {domain.Domain} {domain.ProvenAt}").ToListAsync(),
            ]);
    }

    [Fact]
    public async Task Owners_set_provider_and_domains_on_the_page()
    {
        var tenant = await Host.NewTenantAsync("Page & Co");
        var email = Account.Accounts.NewEmail();
        await tenant.AddAccountAsync(email, role: "owner", isConfirmed: true);
        using var visitor = new PageVisitor(Host);
        await visitor.SignInAsync(email, SignedOnTenant.Password);
        var (address, domain) = ($"/account/single-sign-on/{tenant.Id}", $"{Guid.NewGuid():N}.example");
        using var client = await tenant.ClientAsync(SignedOnTenant.Everything);

        var wrong = await visitor.SendAsync("/account/single-sign-on", address, ("issuer", "nowhere"), ("client_id", "leadline"), ("client_secret", "a-typed-secret"));
        var set = await visitor.SendAsync(wrong, address, ("issuer", "https://login.example.com"), ("client_id", "leadline"), ("client_secret", "a-typed-secret"));
        var none = await visitor.SendAsync(set, $"{address}/domains", ("domain", "nothing"));
        var added = await visitor.SendAsync(none, $"{address}/domains", ("domain", domain));
        var known = (await client.GetJsonAsync(Domains))["data"]![0]!;
        var missing = await visitor.SendAsync(added, $"{address}/domains/{known["id"]}/proof");
        setup.Names.Publish($"_leadline.{domain}", (string)known["proof"]!);
        var proven = await visitor.SendAsync(missing, $"{address}/domains/{known["id"]}/proof");
        var removed = await visitor.SendAsync(proven, $"{address}/domains/{known["id"]}/remove");
        var gone = await visitor.SendAsync(removed, $"{address}/remove");

        Assert.Contains("The issuer must be an https address", wrong.Problems);
        Assert.Contains("The provider is set.", set.Html);
        Assert.DoesNotContain("a-typed-secret", wrong.Html + set.Html, StringComparison.Ordinal);
        Assert.Contains("at least two parts", none.Problems);
        Assert.Contains((string)known["proof"]!, added.Html);
        Assert.Contains("is not there", missing.Problems);
        Assert.Contains("The domain is proven.", proven.Html);
        Assert.DoesNotContain(domain, removed.Html, StringComparison.Ordinal);
        Assert.Contains("The provider is removed.", gone.Html);
        await client.GetJsonAsync(Provider, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_domain_is_proven_by_one_tenant_only()
    {
        var (first, second) = (await setup.NewTenantAsync(), await setup.NewTenantAsync());
        using var client = await second.OperatorAsync();
        using var owner = await first.OperatorAsync();
        var added = (await client.CallAsync(HttpMethod.Post, Domains, HttpStatusCode.Created, new { domain = $" {first.Domain.ToUpperInvariant()} " }))["data"]!;
        var proof = $"{Domains}/{added["id"]}/proof";

        await client.CallAsync(HttpMethod.Post, Domains, HttpStatusCode.Conflict, new { domain = first.Domain });
        await client.CallAsync(HttpMethod.Post, proof, HttpStatusCode.Conflict);
        setup.Names.Publish($"_leadline.{first.Domain}", (string)added["proof"]!);
        var taken = await client.CallAsync(HttpMethod.Post, proof, HttpStatusCode.Conflict);
        await client.CallAsync(HttpMethod.Delete, $"{Domains}/{(await owner.GetJsonAsync(Domains))["data"]![0]!["id"]}", HttpStatusCode.NotFound);
        await owner.CallAsync(HttpMethod.Delete, $"{Domains}/{(await owner.GetJsonAsync(Domains))["data"]![0]!["id"]}", HttpStatusCode.OK);
        var proven = await client.CallAsync(HttpMethod.Post, proof, HttpStatusCode.OK);

        Assert.Equal(first.Domain, (string?)added["domain"]);
        Assert.Contains("another tenant", (string?)taken["message"], StringComparison.Ordinal);
        Assert.NotNull(proven["data"]!["proven_at"]);
    }

    [Theory]
    [InlineData("Bücher.Example", "xn--bcher-kva.example")]
    [InlineData("example.com", "example.com")]
    [InlineData("localhost", null)]
    [InlineData("a..b", null)]
    [InlineData("exa mple.com", null)]
    [InlineData("10.0.0.1", null)]
    [InlineData("", null)]
    public void Domains_have_one_form(string text, string? domain) => Assert.Equal(domain, DomainName.Read(text));

    [Fact]
    public async Task No_private_address_is_called_unless_the_operator_allows_it()
    {
        await using var host = await LeadlineHost.StartAsync();
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(SignedOnTenant.Everything);
        using var visitor = new PageVisitor(host);

        foreach (var name in new[] { "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]" })
        {
            await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.OK, new { issuer = $"https://{name}:{((IPEndPoint)inside.LocalEndpoint).Port}", client_id = "leadline", client_secret = "secret" });
            Assert.Equal(HttpStatusCode.BadGateway, (await visitor.OpenAsync($"/account/single-sign-on/{tenant.Id}/start")).Status);
        }

        await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.UnprocessableEntity, new { issuer = "http://login.example.com", client_secret = "secret" });
        Assert.False(inside.Pending());
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    public void Only_public_addresses_are_public(string address, bool isPublic) => Assert.Equal(isPublic, PublicNetwork.Holds(IPAddress.Parse(address)));

    [Fact]
    public async Task A_provider_that_is_changed_counts_at_once_in_the_next_sign_in()
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync();
        var next = setup.Providers.Add();
        next.Email = email;
        using var client = await tenant.OperatorAsync();
        using var first = new PageVisitor(Host);
        Assert.Equal("/account", (await first.OpenAsync(tenant.Start)).Path);

        await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.OK, new { issuer = next.Issuer, client_secret = TestProvider.Secret });
        using var second = new PageVisitor(Host);

        Assert.Equal("/account", (await second.OpenAsync(tenant.Start)).Path);
        Assert.NotNull(next.Asked);
        Assert.False(await first.IsSignedInAsync());
    }

    [Fact]
    public async Task The_operator_opens_a_tenant_that_has_locked_itself_out()
    {
        var tenant = await setup.NewTenantAsync();
        var without = await Host.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync("owner");
        await tenant.RequireAsync();
        var token = await tenant.Tenant.TokenAsync("leads:read", user: email);
        Assert.Equal(HttpStatusCode.Forbidden, await FlowApp.CallAsync(Host, tenant.Tenant, token));

        await LeadlineProgram.SucceedAsync(Host.Folder, "tenant", "sso", tenant.Tenant.Id.ToString(), "off", "--database", Host.ConnectionString);
        var refused = await LeadlineProgram.RunAsync(Host.Folder, "tenant", "sso", without.Id.ToString(), "off", "--database", Host.ConnectionString);
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(Host, tenant.Tenant, token));
        Assert.Contains("has no provider", refused.Error, StringComparison.Ordinal);
        await using var db = Host.Database.Platform();
        var told = await db.Set<AuditEvent>().OrderByDescending(told => told.Id).FirstAsync(told => told.TenantId == tenant.Tenant.Id.Value && told.Kind == AuditKinds.SingleSignOnChanged);
        Assert.Equal("operator", told.AuthorKind);
    }
}
