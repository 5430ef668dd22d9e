using System.Net;
using System.Text.Json.Nodes;
using Leadline.Tenants;
using Leadline.Tests.Account;
using Leadline.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.SingleSignOn;

/// <summary>A server that takes providers on loopback, with providers and names for it.</summary>
public sealed class SingleSignOnSetup : IAsyncLifetime
{
    public TestNames Names { get; } = new();

    public LeadlineHost Host { get; private set; } = null!;

    public TestProviders Providers { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Providers = await TestProviders.StartAsync();
        Host = await LeadlineHost.StartAsync(("SingleSignOn:AllowPrivate", "true"), ("SingleSignOn:NameServer", Names.Address));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Providers.DisposeAsync();
        await Names.DisposeAsync();
    }

    /// <summary>A tenant with a provider and a proven domain.</summary>
    public async Task<SignedOnTenant> NewTenantAsync(string name = "Acme")
    {
        var tenant = new SignedOnTenant(this, await Host.NewTenantAsync(name), Providers.Add(), $"{Guid.NewGuid():N}.example");
        using var client = await tenant.OperatorAsync();
        await client.CallAsync(HttpMethod.Put, SignedOnTenant.Provider, HttpStatusCode.OK, tenant.Settings());
        await tenant.ProveAsync(tenant.Domain);
        return tenant;
    }
}

/// <summary>A tenant whose members sign in by its provider.</summary>
public sealed record SignedOnTenant(SingleSignOnSetup Setup, TestTenant Tenant, TestProvider At, string Domain)
{
    public const string Provider = "/api/v1/single-sign-on";
    public const string Domains = $"{Provider}/domains";
    public const string Password = Account.Accounts.Password;

    public static readonly string Everything = string.Join(' ', Scopes.All);

    public string Start => $"/account/single-sign-on/{Tenant.Id}/start";

    public string Callback => $"/account/single-sign-on/{Tenant.Id}/callback";

    public Task<HttpClient> OperatorAsync() => Tenant.ClientAsync(Everything);

    public object Settings(bool isRequired = false) => new { issuer = At.Issuer, client_id = TestProvider.ClientId, client_secret = TestProvider.Secret, is_required = isRequired };

    public string NewEmail() => $"{Guid.NewGuid():N}@{Domain}";

    /// <summary>Adds a domain, publishes its record, and lets it be checked.</summary>
    public async Task<JsonNode> ProveAsync(string domain)
    {
        using var client = await OperatorAsync();
        var added = (await client.CallAsync(HttpMethod.Post, Domains, HttpStatusCode.Created, new { domain }))["data"]!;
        Setup.Names.Publish(domain, "v=spf1 -all", (string)added["proof"]!);
        return (await client.CallAsync(HttpMethod.Post, $"{Domains}/{added["id"]}/proof", HttpStatusCode.OK))["data"]!;
    }

    /// <summary>A member with a password, whom the provider signs in next.</summary>
    public async Task<(long Id, string Email)> NewMemberAsync(string role = "agent", bool isConfirmed = true)
    {
        var email = NewEmail();
        var id = await Tenant.AddAccountAsync(email, role, isConfirmed);
        (At.Email, At.Subject) = (email, $"{id}");
        return (id, email);
    }

    /// <summary>Signs in by the provider in a browser that has another session, which it is asked about.</summary>
    public async Task<ShownPage> ChangeToAsync(PageVisitor visitor)
    {
        var asked = await visitor.OpenAsync(Start);
        Assert.Equal(Start, asked.Path);
        return await visitor.OpenAsync(asked.LinkTo(Start));
    }

    /// <summary>Makes the provider the only way in, as the operator may.</summary>
    public async Task RequireAsync()
    {
        using var client = await OperatorAsync();
        await client.CallAsync(HttpMethod.Put, Provider, HttpStatusCode.OK, new { is_required = true });
    }

    /// <summary>Makes a person a member of another tenant as well.</summary>
    public static Task<long> JoinAsync(TestTenant other, string email, string role = "owner") =>
        other.Host.Services.GetRequiredService<AddUser>().HandleAsync(other.Id, email, role, "Ada", null, CancellationToken.None);
}
