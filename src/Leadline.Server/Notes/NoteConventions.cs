using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Leadline.Notes;

/// <summary>What the tables of notes have in common.</summary>
public static class NoteConventions
{
    /// <summary>Maps notes of a kind to their table.</summary>
    public static EntityTypeBuilder<T> ToNotes<T>(this EntityTypeBuilder<T> note, string table)
        where T : Note
    {
        note.ToTable(table).HasKey(n => new { n.TenantId, n.Id });
        note.Ignore(n => n.Subject);
        note.Property(n => n.Version).IsConcurrencyToken();
        note.Property(n => n.Content).IsPersonal();
        note.Property(n => n.ContentKey).IsDerived();
        note.HasOne<Membership>().WithMany().HasForeignKey(n => new { n.TenantId, n.UserId }).OnDelete(DeleteBehavior.Restrict);
        return note.OfTenant();
    }
}
