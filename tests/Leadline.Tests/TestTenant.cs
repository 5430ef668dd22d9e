using System.Net.Http.Headers;
using Leadline.Leads;
using Leadline.OAuth;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests;

/// <summary>A tenant of one test.</summary>
public sealed class TestTenant(LeadlineHost host, TenantId id, string? country)
{
    /// <summary>A tenant that there is not, in which so nothing is ever committed.</summary>
    public static TenantId Nobodys { get; } = new(1_000_000_000);

    public TenantId Id => id;

    public LeadlineHost Host => host;

    public string? Country => country;

    /// <summary>A token as the operator gets it.</summary>
    public Task<string> TokenAsync(string scope = "leads:read", TimeSpan? lifetime = null, string? user = null) =>
        host.Services.GetRequiredService<PrintToken>().HandleAsync(id, user, scope, lifetime ?? TimeSpan.FromHours(1), CancellationToken.None);

    /// <summary>A client whose token is good in this tenant, and which names it.</summary>
    public async Task<HttpClient> ClientAsync(string scope = "leads:read", string? user = null, TimeSpan? lifetime = null)
    {
        var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(scope, lifetime, user));
        client.DefaultRequestHeaders.Add("X-Tenant", id.ToString());
        return client;
    }

    /// <summary>The tenant's rows.</summary>
    public TenantDb Open() => host.Database.For(id.Whole);

    /// <summary>Adds a member and returns the user's id.</summary>
    public Task<long> AddUserAsync(string email, string name = "Ada", string role = "agent") =>
        host.Services.GetRequiredService<AddUser>().HandleAsync(id, email, role, name, password: null, CancellationToken.None);

    /// <summary>Adds a member who can sign in.</summary>
    public Task<long> AddPersonAsync(string email, string password, string role = "owner") =>
        host.Services.GetRequiredService<AddUser>().HandleAsync(id, email, role, "Ada Lovelace", password, CancellationToken.None);

    /// <summary>Registers an app of the tenant.</summary>
    public Task<(string ClientId, string? Secret)> AddAppAsync(string? scope = null, string[]? redirects = null, bool isPublic = false)
    {
        var scopes = scope?.Split(' ') ?? [.. Scopes.All];
        var draft = new AppDraft("Website form", isPublic, redirects ?? [], scopes, scopes);
        return host.Services.GetRequiredService<AddApp>().HandleAsync(id.Value, draft, CancellationToken.None);
    }

    /// <summary>Adds leads one by one, as the product's ordinary writes do; ids, keys and missing times are set here.</summary>
    public Task AddLeadsAsync(params Lead[] leads) => ChangeAsync(db =>
    {
        foreach (var lead in leads)
        {
            db.Insert(lead);
        }

        return Task.CompletedTask;
    });

    /// <summary>Changes rows as the product's ordinary writes do, under a batch of the operator's; what was changed is saved at the end.</summary>
    public Task ChangeAsync(Func<TenantDb, Task> change) => WriteAsync(async write =>
    {
        await change(write.Db);
        await write.Db.SaveChangesAsync();
    });

    /// <summary>Runs a change with all that one has at hand.</summary>
    public Task WriteAsync(Func<TenantWrite, Task> work) => host.Services.GetRequiredService<TenantWrites>().RunAsync(
        id.Whole,
        Author.CommandLine,
        "test.change",
        async write =>
        {
            await work(write);
            return true;
        },
        CancellationToken.None);

    /// <summary>Adds leads as the command line does.</summary>
    public Task SeedAsync(int leads, int seed = 7) => host.Services.GetRequiredService<Seed>().HandleAsync(
        id, leads, seed, new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc), new Progress<long>(), CancellationToken.None);

    /// <summary>Adds leads the way bulk loads do.</summary>
    public void LoadLeads(params Lead[] leads)
    {
        var ids = host.Services.GetRequiredService<IdBlocks>();
        var next = ids.Reserve("leads", leads.Length);
        foreach (var lead in leads)
        {
            Prepare(lead);
            lead.TenantId = id.Value;
            lead.Id = next++;
        }

        using var connection = host.Database.OpenForBulkLoad();
        using var load = new BulkLoad(host.Database, connection, id, Author.CommandLine, "test.load", ids.Reserve("batches", 1), host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        load.Write(leads, []);
    }

    /// <summary>The id of one of the statuses the tenant started with.</summary>
    public async Task<long> StatusAsync(string slug)
    {
        await using var db = Open();
        return (await db.LeadStatuses.SingleAsync(status => status.Slug == slug)).Id;
    }

    /// <summary>The id of one of the reference sources the tenant started with.</summary>
    public async Task<long> SourceAsync(string name)
    {
        await using var db = Open();
        return (await db.LeadReferenceSources.SingleAsync(source => source.Name == name)).Id;
    }

    private void Prepare(Lead lead)
    {
        lead.FoldKeys(country);
        if (lead.CreatedAt == default)
        {
            lead.CreatedAt = DateTime.UtcNow;
        }

        if (lead.UpdatedAt == default)
        {
            lead.UpdatedAt = lead.CreatedAt;
        }
    }
}
