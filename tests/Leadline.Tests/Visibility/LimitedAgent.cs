using System.Net;

namespace Leadline.Tests.Visibility;

/// <summary>A tenant with an owner's client, and members whose role shows them their own leads, or their team's.</summary>
internal sealed class LimitedAgent : IDisposable
{
    public const string Scope = "leads:read leads:write customers:read customers:write settings:read settings:write users:read users:write";

    private LimitedAgent(TestTenant tenant, HttpClient owner, HttpClient agent, long me, long other)
    {
        (Tenant, Owner, Agent, Me, Other) = (tenant, owner, agent, me, other);
    }

    public TestTenant Tenant { get; }

    /// <summary>Sees everything.</summary>
    public HttpClient Owner { get; }

    /// <summary>Sees what the role shows.</summary>
    public HttpClient Agent { get; }

    /// <summary>The agent's number.</summary>
    public long Me { get; }

    /// <summary>Another agent's number.</summary>
    public long Other { get; }

    public static async Task<LimitedAgent> NewAsync(LeadlineHost host, string visibility = "own", params string[] permissions)
    {
        var tenant = await host.NewTenantAsync();
        var owner = await tenant.ClientAsync(Scope);
        var role = await owner.CreateAsync("/api/v1/roles", new
        {
            name = "Limited",
            visibility,
            permissions = permissions.Length > 0 ? permissions : ["leads:read", "leads:write", "customers:read", "customers:write", "settings:read", "users:read"],
        });
        var (email, otherEmail) = ($"{Guid.NewGuid():N}@example.com", $"{Guid.NewGuid():N}@example.com");
        var (me, other) = (await tenant.AddUserAsync(email, "Me"), await tenant.AddUserAsync(otherEmail, "Other"));
        foreach (var user in new[] { me, other })
        {
            await owner.CallAsync(HttpMethod.Patch, $"/api/v1/users/{user}", HttpStatusCode.OK, new { role_ids = new[] { role } });
        }

        return new LimitedAgent(tenant, owner, await tenant.ClientAsync(Scope, user: email), me, other);
    }

    /// <summary>A lead of somebody's, made by the owner.</summary>
    public Task<long> LeadOfAsync(long? user, string lastName = "Secret", string? email = null, string? phone = null) =>
        Owner.CreateLeadAsync(new { last_name = lastName, assigned_user_id = user, email, phone_number = phone });

    public void Dispose()
    {
        Owner.Dispose();
        Agent.Dispose();
    }
}
