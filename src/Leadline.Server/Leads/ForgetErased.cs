using Leadline.Jobs;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>
/// Lets the search index forget the text of erased leads. What is taken out of it is only marked as gone, and stays in its segments until they are
/// merged with others; this merges all of them, some pages at a step, so that nobody waits long.
/// </summary>
public sealed class ForgetErased : IJobKind
{
    /// <summary>The kind's name.</summary>
    public const string Name = "lead.forget";

    private const int PagesPerStep = 500;

    // By SQLite's own rule for its command: fewer changes than that, and nothing was left to merge.
    private const long FewestChanges = 2;

    /// <inheritdoc />
    public string Kind => Name;

    /// <inheritdoc />
    public string Through => "api";

    /// <summary>Asks for it, in the change that erases.</summary>
    public static async Task QueueAsync(TenantWrite write)
    {
        if (!write.Snapshot.IsSqlite)
        {
            return; // elsewhere the row itself is indexed
        }

        write.Db.Insert(new Job
        {
            Kind = Name, State = Job.Queued, Payload = "{}", Total = 1, Touches = Job.TouchesOf(["lead"]),
            AuthorKind = write.Author.Kind, AuthorId = write.Author.Id, CreatedAt = write.Now,
        });
        await write.Db.SaveChangesAsync();
    }

    /// <inheritdoc />
    public Task<bool> StepAsync(TenantWrite write, Job job)
    {
        var before = Changes(write);
        write.Execute(
            "INSERT INTO lead_search (lead_search, rank) VALUES ('merge', @pages)",
            ("@pages", job.State == Job.Running && job.Cursor > 0 ? PagesPerStep : -PagesPerStep)); // below zero begins a merge of everything
        job.Cursor++;
        var hasMore = Changes(write) - before >= FewestChanges;
        job.Done = hasMore ? 0 : 1;
        return Task.FromResult(hasMore);
    }

    private static long Changes(TenantWrite write) => write.Read("SELECT total_changes()") as long? ?? 0;
}
