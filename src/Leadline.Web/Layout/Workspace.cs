using System.Globalization;
using Leadline.Client;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Leadline.Web.Layout;

/// <summary>The tenant in which the page works: the API as the person in it, what they may do there, and the names that records show.</summary>
public sealed class Workspace(IApiDoor door, AuthenticationStateProvider authentication, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int MostMembers = 1000;

    private readonly SemaphoreSlim issuing = new(1, 1);
    private HttpClient? http;
    private IssuedToken? token;
    private LeadlineClient? api;
    private Tenant? tenant;
    private Task<IReadOnlyList<Country>>? countries;
    private Task<string?>? defaultCountry;
    private (long Tenant, long Lead)? left;
    private int openings;

    /// <summary>The browser's address.</summary>
    public string? Address { get; set; }

    /// <summary>True once a tenant is open.</summary>
    public bool IsOpen => tenant is not null;

    /// <summary>The API, in the tenant.</summary>
    public LeadlineClient Api => api ?? throw new InvalidOperationException("No tenant is open.");

    /// <summary>The tenant.</summary>
    public Tenant Tenant => tenant ?? throw new InvalidOperationException("No tenant is open.");

    /// <summary>All tenants of the person.</summary>
    public IReadOnlyList<Tenant> Tenants { get; private set; } = [];

    /// <summary>The person.</summary>
    public User Me { get; private set; } = new();

    /// <summary>What they may do and see.</summary>
    public AccountRoles Access { get; private set; } = new();

    /// <summary>The steps of the sale, in their order.</summary>
    public IReadOnlyList<LeadStatus> Statuses { get; private set; } = [];

    /// <summary>Where leads heard of the tenant.</summary>
    public IReadOnlyList<ReferenceSource> Sources { get; private set; } = [];

    /// <summary>The tags.</summary>
    public IReadOnlyList<Tag> Tags { get; private set; } = [];

    /// <summary>The members, as far as the person may see them and a list of them is short enough to choose from: the first thousand. The person is always among them.</summary>
    public IReadOnlyList<User> Members { get; private set; } = [];

    /// <summary>How the page shows itself to them.</summary>
    public Preferences Preferences { get; private set; } = new();

    /// <summary>Told when any of these has changed.</summary>
    public event Action? Changed;

    /// <summary>Where a part of the tenant is: <c>leads</c>, <c>leads/5</c>.</summary>
    public string PathTo(string part) => $"/t/{Tenant.Id}/{part}";

    /// <summary>Where a list begins: at the view that the person made their default.</summary>
    public string StartOf(string list) => Preferences.DefaultViewId.TryGetValue(list, out var view) ? $"{PathTo(list)}?view={view}" : PathTo(list);

    /// <summary>Changes how the page shows itself, here and wherever the person opens it next.</summary>
    public async Task PreferAsync(PreferencesChange change)
    {
        Preferences = await Api.Account.UpdatePreferencesAsync(change);
        Changed?.Invoke();
    }

    /// <summary>Notes whose page was left, so that list and board go back to it.</summary>
    public void Leave(long tenantId, long lead) => left = (tenantId, lead);

    /// <summary>The lead of the tenant whose page was left last; null once that was asked.</summary>
    public long? TakeLeft()
    {
        var lead = left?.Tenant == Tenant.Id ? left?.Lead : null;
        left = null;
        return lead;
    }

    /// <summary>Whether the person may do what a scope names.</summary>
    public bool May(string scope) => Access.Permissions.Contains(scope);

    /// <summary>Whether the person is an owner of the tenant.</summary>
    public bool IsOwner => Access.Roles.Contains("owner");

    /// <summary>What colleagues call who made a change; null for somebody beyond the list of members, and for what is no person.</summary>
    public string? NameOf(JournalAuthor author) => author.Kind != "person" ? null
        : Members.FirstOrDefault(member => member.Id.ToString(CultureInfo.InvariantCulture) == author.Id)?.Name;

    /// <summary>Lists the person's tenants, without one being open.</summary>
    public async Task<IReadOnlyList<Tenant>> TenantsAsync() => Tenants = await ClientOf(null).Account.TenantsAsync();

    /// <summary>Reads again what the tenants are called.</summary>
    public async Task LoadTenantAsync()
    {
        await TenantsAsync();
        tenant = Tenants.FirstOrDefault(known => known.Id == tenant?.Id) ?? tenant;
        defaultCountry = null;
        Changed?.Invoke();
    }

    /// <summary>Opens a tenant.</summary>
    /// <returns>False where it is none of the person's, or does not count for their sign-in.</returns>
    public async Task<bool> OpenAsync(long id)
    {
        var mine = ++openings;
        if (tenant?.Id == id)
        {
            return true;
        }

        if (Tenants.Count == 0 || Tenants.All(known => known.Id != id))
        {
            await TenantsAsync();
        }

        if (Tenants.FirstOrDefault(known => known.Id == id) is not { } found)
        {
            return false;
        }

        var client = ClientOf(id);
        var (access, me, preferences) = (client.Account.RolesAsync(), client.Account.MeAsync(), client.Account.PreferencesAsync());
        var opened = (Access: await access, Me: await me, Preferences: await preferences);
        var names = await NamesAsync(client, opened.Access, opened.Me);
        if (mine != openings)
        {
            return true; // another is being opened by now
        }

        (api, tenant, countries, defaultCountry) = (client, found, null, null);
        (Access, Me, Preferences) = opened;
        (Statuses, Sources, Tags, Members) = names;
        Changed?.Invoke();
        return true;
    }

    /// <summary>Reads the names that records show, again.</summary>
    public async Task LoadNamesAsync()
    {
        var client = Api;
        var names = await NamesAsync(client, Access, Me);
        if (client == api) // and not that of a tenant that was left meanwhile
        {
            (Statuses, Sources, Tags, Members) = names;
            Changed?.Invoke();
        }
    }

    /// <summary>The countries, by their English names; read once they are needed.</summary>
    public Task<IReadOnlyList<Country>> CountriesAsync()
    {
        if (countries is null or { IsFaulted: true } or { IsCanceled: true })
        {
            countries = ReadAsync();
        }

        return countries;

        async Task<IReadOnlyList<Country>> ReadAsync() => May("leads:read") ? await Api.Countries.AllAsync().ToListAsync() : [];
    }

    /// <summary>The country of phone numbers that are typed without one, by its ISO 3166-1 alpha-2 code; null for none. Read once it is needed.</summary>
    public Task<string?> DefaultCountryAsync()
    {
        return defaultCountry = defaultCountry is null or { IsFaulted: true } or { IsCanceled: true } ? ReadAsync() : defaultCountry;

        async Task<string?> ReadAsync() => May("settings:read") ? (await Api.Tenant.GetAsync()).Value.DefaultCountry : null;
    }

    /// <summary>A country's name; null where it is not known, or the countries were not needed yet.</summary>
    public string? CountryNameOf(long? id) =>
        countries is { IsCompletedSuccessfully: true } read ? read.Result.FirstOrDefault(country => country.Id == id)?.Name : null;

    /// <summary>Leaves for the page where people sign in, from which they come back.</summary>
    public void SignIn() => navigation.NavigateTo(
        $"/account/sign-in?return_url={Uri.EscapeDataString(new Uri(navigation.Uri).PathAndQuery)}", forceLoad: true);

    /// <inheritdoc />
    public void Dispose()
    {
        http?.Dispose();
        issuing.Dispose();
    }

    private LeadlineClient ClientOf(long? id) => new(http ??= door.ClientFor(Address), new LeadlineClientOptions
    {
        BaseAddress = new Uri(navigation.BaseUri),
        TenantId = id,
        TokenProvider = TokenAsync,
        Retries = new RetryOptions { Attempts = 2 },
    });

    private static async Task<(IReadOnlyList<LeadStatus>, IReadOnlyList<ReferenceSource>, IReadOnlyList<Tag>, IReadOnlyList<User>)> NamesAsync(LeadlineClient client, AccountRoles access, User me)
    {
        var (statuses, sources, tags, members) = (
            AllAsync("leads:read", client.LeadStatuses.AllAsync()),
            AllAsync("leads:read", client.ReferenceSources.AllAsync()),
            AllAsync("leads:read", client.Tags.AllAsync()),
            AllAsync("users:read", client.Users.AllAsync().Take(MostMembers)));
        var known = await members;
        return (
            [.. (await statuses).OrderBy(status => status.SortOrder).ThenBy(status => status.Id)], await sources, await tags,
            known.Any(member => member.Id == me.Id) ? known : [.. known, me]);

        async Task<IReadOnlyList<T>> AllAsync<T>(string scope, IAsyncEnumerable<T> list) => access.Permissions.Contains(scope) ? await list.ToListAsync() : [];
    }

    private async ValueTask<string> TokenAsync(CancellationToken ct)
    {
        if (token is { } good && clock.GetUtcNow() < good.RenewAt)
        {
            return good.Token;
        }

        await issuing.WaitAsync(ct);
        try
        {
            if (token is null || clock.GetUtcNow() >= token.RenewAt)
            {
                token = await door.IssueAsync((await authentication.GetAuthenticationStateAsync()).User, ct);
            }

            return token.Token;
        }
        finally
        {
            issuing.Release();
        }
    }
}
