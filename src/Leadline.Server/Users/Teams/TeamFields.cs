using System.Globalization;
using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Teams;

/// <summary>What may be sent of a team, and the rules of its changes.</summary>
internal static class TeamFields
{
    private const int MostTold = 20;

    private static readonly BodyField Name = BodyField.Text("name", "What people call it; unique among the live teams, whatever the case.") with { IsRequired = true };
    private static readonly BodyField Members = new("member_ids", "array", "The numbers of all users in it; null for none.");

    public static IReadOnlyList<BodyField> All { get; } = [Name, Members];

    /// <summary>Who does not see all leads changes no team, since a team shows leads.</summary>
    public static Reply? Refuse(Caller caller) =>
        caller.View.Sees.IsLimited ? Reply.Refuse(ErrorKind.Forbidden, "Teams are changed only by those who see all leads.") : null;

    /// <summary>Watches over undos the same way.</summary>
    public static UndoGuard Guard(BearerTokens tokens) => new(
        ["team", "team_member"], (_, caller) => Task.FromResult(new UndoWatch(() => Task.FromResult(Refuse(caller)), tokens.ForgetEveryone)));

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    /// <returns>Whether who is in it changes.</returns>
    public static async Task<bool> SetAsync(Body body, Team team, TenantDb db)
    {
        IReadOnlyList<long>? members = null;
        body.RefuseOthersThan(All);
        body.Text(Name, name => team.Name = name ?? "");
        body.Integers(Members, ids => members = [.. (ids ?? []).Distinct()]);
        if (members is null)
        {
            return false;
        }

        var known = members is [] ? [] : await db.Memberships.Where(member => member.DeletedAt == null).Select(member => member.UserId).ToListAsync();
        if (members.Except(known).ToList() is { Count: > 0 } unknown)
        {
            body.Reject(Members.Name, $"names who is no member of this tenant: {string.Join(", ", unknown.Take(MostTold).Select(id => id.ToString(CultureInfo.InvariantCulture)))}");
            return false;
        }

        var present = await db.TeamMembers.Where(member => member.TeamId == team.Id).ToListAsync();
        var (lost, won) = (present.Where(member => !members.Contains(member.UserId)).ToList(), members.Except(present.Select(member => member.UserId)).ToList());
        db.RemoveRange(lost);
        foreach (var user in won)
        {
            db.Insert(new TeamMember { TeamId = team.Id, UserId = user });
        }

        return lost.Count > 0 || won.Count > 0;
    }

    /// <summary>Refuses the name of another live team; null where it is free.</summary>
    public static async Task<Reply?> RefuseTwinAsync(TenantDb db, Team team)
    {
        var name = Folding.SortKey(team.Name) ?? "";
        return await db.Teams.AsNoTracking().FirstOrDefaultAsync(other => other.NameKey == name && other.Id != team.Id && other.DeletedAt == null) is { } twin
            ? Reply.Conflict($"The team {twin.Id} has this name.", new JsonObject { ["field"] = "name", ["team_id"] = twin.Id })
            : null;
    }

    /// <summary>Deleted teams with its name.</summary>
    public static async Task<IReadOnlyList<DeletedTwin>> FindDeletedAsync(TenantDb db, Team team)
    {
        var name = Folding.SortKey(team.Name) ?? "";
        return await db.Teams.AsNoTracking().Where(other => other.NameKey == name && other.Id != team.Id && other.DeletedAt != null)
            .OrderByDescending(other => other.Id).Take(10).Select(other => new DeletedTwin(other.Id, "name")).ToListAsync();
    }
}
