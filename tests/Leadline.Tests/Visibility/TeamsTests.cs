using System.Net;

namespace Leadline.Tests.Visibility;

public sealed class TeamsTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string Teams = "/api/v1/teams";

    [Fact]
    public async Task A_team_shows_its_members_leads_to_those_whose_role_shows_a_team()
    {
        using var limited = await LimitedAgent.NewAsync(host, "team");
        var (mine, theirs) = (await limited.LeadOfAsync(limited.Me), await limited.LeadOfAsync(limited.Other));
        await limited.LeadOfAsync(null);
        Assert.Equal([mine], (await limited.Agent.GetJsonAsync(Leads)).Ids());

        var team = await limited.Owner.CreateAsync(Teams, new { name = "North", member_ids = new[] { limited.Me, limited.Other } });
        var both = await limited.Agent.GetJsonAsync($"{Leads}?sort_by=last_name");
        Assert.Equal(2, both.Total());
        Assert.Equal([mine, theirs], both.Ids().Order());
        await limited.Agent.CallAsync(HttpMethod.Patch, $"{Leads}/{theirs}", HttpStatusCode.OK, new { first_name = "Ours" });

        await limited.Owner.CallAsync(HttpMethod.Patch, $"{Teams}/{team}", HttpStatusCode.OK, new { member_ids = new[] { limited.Other } });
        Assert.Equal([mine], (await limited.Agent.GetJsonAsync(Leads)).Ids());
    }

    [Fact]
    public async Task A_deleted_team_shows_nothing_and_a_restored_one_does_again()
    {
        using var limited = await LimitedAgent.NewAsync(host, "team");
        var theirs = await limited.LeadOfAsync(limited.Other);
        var team = await limited.Owner.CreateAsync(Teams, new { name = "North", member_ids = new[] { limited.Me, limited.Other } });

        await limited.Owner.CallAsync(HttpMethod.Delete, $"{Teams}/{team}", HttpStatusCode.OK);
        Assert.Empty((await limited.Agent.GetJsonAsync(Leads)).Ids());
        Assert.Equal([team], (await limited.Owner.GetJsonAsync($"{Teams}?trashed=1")).Ids());

        await limited.Owner.CallAsync(HttpMethod.Post, $"{Teams}/{team}/restore", HttpStatusCode.OK);
        Assert.Equal([theirs], (await limited.Agent.GetJsonAsync(Leads)).Ids());
    }

    [Fact]
    public async Task Account_roles_tell_the_visibility_and_the_teams()
    {
        using var limited = await LimitedAgent.NewAsync(host, "team");
        await limited.Owner.CreateAsync(Teams, new { name = "North", member_ids = new[] { limited.Me } });

        var mine = (await limited.Agent.GetJsonAsync("/api/v1/account/roles"))["data"]!;
        var operators = (await limited.Owner.GetJsonAsync("/api/v1/account/roles"))["data"]!;

        Assert.Equal(("team", """["North"]"""), ((string?)mine["visibility"], mine["teams"]!.ToJsonString()));
        Assert.Equal("all", (string?)operators["visibility"]);
    }

    [Fact]
    public async Task Names_are_unique_among_live_teams_and_members_must_be_members()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var first = await limited.Owner.CreateAsync(Teams, new { name = "North" });

        await limited.Owner.CallAsync(HttpMethod.Post, Teams, HttpStatusCode.Conflict, new { name = "NORTH" });
        var refused = await limited.Owner.CallAsync(HttpMethod.Post, Teams, HttpStatusCode.UnprocessableEntity, new { name = "South", member_ids = new[] { 999_999_999 } });
        Assert.NotEmpty(refused.ErrorsOf("member_ids"));
        await limited.Owner.CallAsync(HttpMethod.Delete, $"{Teams}/{first}", HttpStatusCode.OK);

        var again = await limited.Owner.CallAsync(HttpMethod.Post, Teams, HttpStatusCode.Created, new { name = "north" });
        Assert.Equal(first, (long)again["deleted_twins"]![0]!["id"]!);
        await limited.Owner.CallAsync(HttpMethod.Post, $"{Teams}/{first}/restore", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Who_sees_only_some_leads_widens_nobodys_view_not_even_by_undo()
    {
        using var limited = await LimitedAgent.NewAsync(host, "own", "leads:read", "leads:write", "customers:read", "customers:write", "settings:read", "settings:write", "users:read", "users:write");
        var team = await limited.Owner.CreateAsync(Teams, new { name = "North", member_ids = new[] { limited.Me, limited.Other } });
        await limited.Owner.CallAsync(HttpMethod.Patch, $"{Teams}/{team}", HttpStatusCode.OK, new { member_ids = new[] { limited.Other } });
        var batch = (await limited.Owner.GetJsonAsync("/api/v1/batches?action=team.update")).Ids()[0];
        var agent = (await limited.Owner.GetJsonAsync("/api/v1/roles?search=agent")).Ids()[0];
        var own = (await limited.Owner.GetJsonAsync("/api/v1/roles?search=limited")).Ids()[0];

        await limited.Agent.CallAsync(HttpMethod.Patch, $"{Teams}/{team}", HttpStatusCode.Forbidden, new { member_ids = new[] { limited.Me, limited.Other } });
        await limited.Agent.CallAsync(HttpMethod.Post, Teams, HttpStatusCode.Forbidden, new { name = "Mine", member_ids = new[] { limited.Me, limited.Other } });
        await limited.Agent.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.Forbidden);
        await limited.Agent.CallAsync(HttpMethod.Patch, $"/api/v1/users/{limited.Me}", HttpStatusCode.Forbidden, new { role_ids = new[] { own, agent } });
        await limited.Agent.CallAsync(HttpMethod.Patch, $"/api/v1/roles/{own}", HttpStatusCode.Forbidden, new { visibility = "all" });
        await limited.Agent.CallAsync(HttpMethod.Post, "/api/v1/roles", HttpStatusCode.Forbidden, new { name = "All seeing", permissions = new[] { "leads:read" } });
        await limited.Agent.CallAsync(HttpMethod.Post, "/api/v1/roles", HttpStatusCode.Created, new { name = "Own", permissions = new[] { "leads:read" }, visibility = "own" });
    }
}
