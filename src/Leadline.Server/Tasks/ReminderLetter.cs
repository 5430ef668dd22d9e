using System.Globalization;
using Leadline.Callers;
using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Preferences;
using Leadline.Settings;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tasks;

/// <summary>
/// The letter that reminds a member of a task, written as they see it when it is sent: none where the task is done, deleted or another's by then, or
/// its lead is not seen. It tells of people, so it goes to nobody who has not shown that the address is theirs.
/// </summary>
public sealed class ReminderLetter(LeadlineDatabase database, Standings standings, PublicAddress here) : ILetterKind
{
    /// <summary>The kind's name.</summary>
    public const string Name = "task_reminder";

    /// <inheritdoc />
    public string Kind => Name;

    /// <inheritdoc />
    public async Task<Letter?> WriteAsync(LetterOrder order, CancellationToken ct)
    {
        if (order is not { UserId: { } user, TenantId: { } number, RecordId: { } id }
            || !(await standings.OfPersonAsync(user, number, ct)).TryGetValue(number, out var standing)
            || standing.Permissions?.Contains(Scopes.LeadsRead) == false)
        {
            return null;
        }

        await using var db = database.For(new TenantView(new TenantId(number), standing.Sees));
        await using var read = await db.BeginReadAsync(ct);
        return await AddressOfAsync(user, ct) is { } email
            && await LeadTasks.Seen(db).AsNoTracking().FirstOrDefaultAsync(
                task => task.Id == id && task.AssignedUserId == user && task.CompletedAt == null && task.DeletedAt == null, ct) is { } task
            ? Write((await TaskRecords.ShowAsync(db, task)).Task, await ZoneOfAsync(db, user, ct), email, here.Setting is { } address ? new Uri(address, $"/t/{number}/leads/{task.LeadId}").ToString() : null)
            : null;
    }

    // A process that was not told where it is found from outside cannot tell.
    private static Letter Write(TaskResource task, TimeZoneInfo zone, string email, string? page)
    {
        var subject = task.Lead.FullName.Length > 0 ? $"{task.Title} ({task.Lead.FullName})" : task.Title;
        var due = task.DueAt is { } utc && TimeZoneInfo.ConvertTimeFromUtc(utc, zone) is var time
            ? string.Create(CultureInfo.InvariantCulture, $" It is due on {time:d MMMM yyyy} at {time:HH:mm} {(zone.Id == TimeZoneInfo.Utc.Id ? "UTC" : $"({zone.Id})")}.")
            : "";
        return new Letter(
            email, $"Reminder: {subject}",
            [$"Hello {task.AssignedUser?.Name},", $"you wanted to be reminded: {subject}.{due}", .. task.Description is { } description ? [description] : Array.Empty<string>()],
            Before: 2,
            page is null ? null : new LetterLink("Open the lead", page));
    }

    // The time zone that the member has chosen, or else that of the tenant.
    private static async Task<TimeZoneInfo> ZoneOfAsync(TenantDb db, long user, CancellationToken ct)
    {
        var name = PreferencesRecords.ChosenOf(await db.Preferences.AsNoTracking().FirstOrDefaultAsync(row => row.UserId == user, ct)).TimeZone
            ?? await db.Profiles.AsNoTracking().Where(profile => profile.DeletedAt == null).Select(profile => profile.TimeZone).FirstOrDefaultAsync(ct);
        return name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
    }

    private async Task<string?> AddressOfAsync(long user, CancellationToken ct)
    {
        await using var db = database.Platform();
        return await db.Users.Where(known => known.Id == user && known.EmailConfirmed).Select(known => known.Email).FirstOrDefaultAsync(ct);
    }
}
