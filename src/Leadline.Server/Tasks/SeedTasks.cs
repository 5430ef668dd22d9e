using Leadline.Leads;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tasks;

/// <summary>Gives a tenant that is looked at for the first time something to do: overdue, today, in the next days and later with reminders, and done.</summary>
public sealed class SeedTasks(TenantWrites writes, TimeProvider clock)
{
    private static readonly string[] Titles =
        ["Call back", "Send the offer", "Ask whether the offer arrived", "Arrange a visit", "Send the brochure", "Find out who decides", "Ask for the budget", "Invite to a demonstration"];

    // Days from now.
    private static readonly double[] Dues = [-3, -1, 0.1, 0.2, 1, 2, 4, 6, 12, 30];

    /// <summary>Adds a task for each of the newest open leads, all of one member.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="member">Whose they are.</param>
    /// <param name="count">How many, at most as many as there are leads.</param>
    /// <param name="ct">Gives up, and adds none.</param>
    public Task HandleAsync(TenantId tenant, long member, int count, CancellationToken ct) => writes.RunAsync(
        tenant.Whole,
        Author.CommandLine with { Through = "seed" },
        "seed.tasks",
        async write =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var leads = await write.Db.Leads.Where(lead => lead.ConvertedAt == null && lead.DeletedAt == null)
                .OrderByDescending(lead => lead.CreatedAt).ThenByDescending(lead => lead.Id).Select(lead => lead.Id).Take(count).ToListAsync(ct);
            for (var i = 0; i < leads.Count; i++)
            {
                var isDone = i % 6 == 5;
                write.Db.Insert(new LeadTask
                {
                    LeadId = leads[i],
                    Title = Titles[i % Titles.Length],
                    DueAt = now.AddDays(isDone ? -1 : Dues[i % Dues.Length]),
                    RemindAt = !isDone && Dues[i % Dues.Length] > 0 ? now.AddDays(Dues[i % Dues.Length]).AddHours(-2) : null,
                    AssignedUserId = member,
                    CompletedAt = isDone ? now : null,
                });
            }

            await write.Db.SaveChangesAsync(ct);
            return true;
        },
        ct);
}
