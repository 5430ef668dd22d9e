using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Teams;

/// <summary>A team.</summary>
/// <param name="Id">The team's number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Members">Who is in it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="DeletedAt">When it was deleted.</param>
public sealed record TeamResource(long Id, string Name, IReadOnlyList<TeamMemberResource> Members, DateTime CreatedAt, DateTime UpdatedAt, DateTime? DeletedAt)
{
    /// <summary>Teams with their members, in the order given.</summary>
    internal static async Task<IReadOnlyList<TeamResource>> ShowAsync(TenantDb db, IReadOnlyList<Team> teams)
    {
        var ids = teams.Select(team => team.Id).ToList();
        var members = (await db.TeamMembers.AsNoTracking().Where(member => ids.Contains(member.TeamId))
            .Join(db.Memberships.Where(known => known.DeletedAt == null), member => member.UserId, known => known.UserId, (member, known) => new { member.TeamId, known.UserId, known.Name })
            .OrderBy(member => member.UserId).ToListAsync()).ToLookup(member => member.TeamId, member => new TeamMemberResource(member.UserId, member.Name));
        return [.. teams.Select(team => new TeamResource(team.Id, team.Name, [.. members[team.Id]], team.CreatedAt, team.UpdatedAt, team.DeletedAt))];
    }

    /// <summary>The answer of a change that leaves a team.</summary>
    internal static async Task<Reply> ReplyAsync(TenantDb db, Team team)
    {
        var shown = (await ShowAsync(db, [team]))[0];
        return Reply.Ok(shown, shown.Tag(team));
    }

    /// <summary>The entity tag: it moves with the team and with who is in it.</summary>
    internal string Tag(Team team) => RecordTag.Of(team.Version, Members.Aggregate(0L, (sum, member) => unchecked((sum * 31) + member.Id)) & long.MaxValue);
}

/// <summary>Somebody in a team.</summary>
/// <param name="Id">The user's number.</param>
/// <param name="Name">What colleagues call them.</param>
public sealed record TeamMemberResource(long Id, string Name);
