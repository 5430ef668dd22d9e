using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Notes;

/// <summary>What may be sent of a note, and how it is set.</summary>
public static class NoteFields
{
    private static readonly BodyField Content = BodyField.LongText("content", "The text.") with { IsRequired = true };
    private static readonly BodyField UserId = BodyField.Integer("user_id", "The member who wrote it; of a new note, the caller when absent.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyField> All { get; } = [Content, UserId];

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="note">The note.</param>
    /// <param name="db">Where its author must be a member.</param>
    public static async Task SetAsync(Body body, Note note, TenantDb db)
    {
        body.RefuseOthersThan(All);
        body.Text(Content, text => note.Content = text ?? "");
        long? author = null;
        body.Integer(UserId, user => note.UserId = author = user);
        if (author is { } named && !await db.Memberships.AnyAsync(member => member.UserId == named && member.DeletedAt == null))
        {
            body.Reject(UserId.Name, "is no member of this tenant");
        }
    }
}
