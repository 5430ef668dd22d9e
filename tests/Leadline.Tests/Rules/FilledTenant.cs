using Leadline.Tenants;

namespace Leadline.Tests.Rules;

/// <summary>A tenant with a record behind each address that has one.</summary>
internal static class FilledTenant
{
    /// <summary>Makes one: an owner's client, and by the beginning of an address the number of the record that stands there.</summary>
    /// <param name="host">Where.</param>
    /// <param name="leadsBefore">Leads that are made first, so that what each tenant numbers for itself has other numbers.</param>
    public static async Task<(HttpClient Client, Dictionary<string, long> Records)> FilledAsync(this LeadlineHost host, int leadsBefore = 0)
    {
        var tenant = await host.NewTenantAsync();
        var owner = $"owner.{tenant.Id}@example.com";
        await tenant.AddUserAsync(owner, role: "owner");
        var client = await tenant.ClientAsync(string.Join(' ', Scopes.All), user: owner);
        for (var i = 0; i < leadsBefore; i++)
        {
            await client.CreateLeadAsync();
        }

        var (lead, customer) = (await client.CreateLeadAsync(), await client.CreateAsync("/api/v1/customers", new { first_name = "Ada", last_name = "Lovelace", phone_number = "+90 532 123 45 67" }));
        var records = new Dictionary<string, long>
        {
            ["/api/v1/leads/"] = lead,
            ["/api/v1/customers/"] = customer,
            ["/api/v1/users/"] = await tenant.AddUserAsync($"ada.{tenant.Id}@example.com"),
            ["/api/v1/tags/"] = await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" }),
            ["/api/v1/views/"] = await client.CreateAsync("/api/v1/views", new { list = "leads", name = "Mine", state = new { } }),
            ["/api/v1/teams/"] = await client.CreateAsync("/api/v1/teams", new { name = "North" }),
            ["/api/v1/roles/"] = await client.CreateAsync("/api/v1/roles", new { name = "Intake", permissions = new[] { "leads:read" } }),
            ["/api/v1/apps/"] = await client.CreateAsync("/api/v1/apps", new { name = "Form", scopes = new[] { "leads:read" } }),
            ["/api/v1/account/tokens/"] = await client.CreateAsync("/api/v1/account/tokens", new { name = "Script", scopes = new[] { "leads:read" }, expires_at = host.Now.AddDays(1) }),
            ["/api/v1/leads/statuses/"] = await client.CreateAsync("/api/v1/leads/statuses", new { name = "Warm" }),
            ["/api/v1/leads/reference-sources/"] = await client.CreateAsync("/api/v1/leads/reference-sources", new { name = "Fair" }),
            ["/api/v1/leads/import-sources/"] = await client.CreateAsync("/api/v1/leads/import-sources", new { name = "Import" }),
            ["/api/v1/tasks/"] = await client.CreateAsync($"/api/v1/leads/{lead}/tasks", new { title = "Call" }),
            ["/api/v1/batches/"] = (await client.GetJsonAsync("/api/v1/batches")).Ids()[0],
        };
        foreach (var owned in new[] { $"/api/v1/leads/{lead}", $"/api/v1/customers/{customer}" })
        {
            records[$"{owned}/timeline/"] = (await client.GetJsonAsync($"{owned}/timeline")).Ids()[0];
            records[$"{owned}/notes/"] = await client.CreateAsync($"{owned}/notes", new { content = "Called" });
            records[$"{owned}/tags/"] = records["/api/v1/tags/"];
        }

        return (client, records);
    }
}
