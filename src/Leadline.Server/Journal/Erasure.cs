using System.Reflection;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Leadline.Journal;

/// <summary>
/// Erases a person (GDPR, article 17): all that the model marks as personal is blanked in the record, in what belongs to it, and in their
/// entries of the journal, so that neither the feed, nor a timeline, nor an undo can bring it back. What is counted stays.
/// </summary>
public sealed class Erasure(LeadlineDatabase database)
{
    private static readonly MethodInfo BlankOf = new Func<TenantDb, JournalledEntity, long, Task>(BlankAsync<object>).Method.GetGenericMethodDefinition();

    private readonly Lazy<IReadOnlyList<JournalledEntity>> journalled = new(() =>
    {
        using var db = database.For(new TenantId(0).Whole);
        return JournalConventions.Of(JournalTriggers.ModelOf(db));
    });

    /// <summary>Blanks a record and what belongs to it.</summary>
    /// <param name="write">The change.</param>
    /// <param name="subject">The kind of record: <c>lead</c>.</param>
    /// <param name="id">The record's number.</param>
    public async Task BlankAsync(TenantWrite write, string subject, long id)
    {
        var entities = journalled.Value.Where(entity => entity.Subject == subject && entity.Personal.Count > 0).ToList();
        foreach (var entity in entities)
        {
            await ((Task?)BlankOf.MakeGenericMethod(entity.Type.ClrType).Invoke(null, [write.Db, entity, id]) ?? Task.CompletedTask);
        }

        // The change itself is journalled with the old values, so the journal is blanked after it.
        await write.Db.SaveChangesAsync();
        foreach (var entity in entities)
        {
            write.Execute(
                $"""
                UPDATE journal SET changes = json_replace(changes, {string.Join(", ", entity.Personal.Select(Blanked))})
                WHERE tenant_id = @tenant AND subject = @subject AND subject_id = @id AND entity = @entity
                """,
                ("@tenant", write.Tenant.Value), ("@subject", subject), ("@id", id), ("@entity", entity.Name));
        }

        StoredReply.Erase(write, subject, id);
    }

    private static async Task BlankAsync<T>(TenantDb db, JournalledEntity entity, long id)
        where T : class
    {
        var reference = entity.Type.GetProperties().Single(property => property.GetColumnName() == entity.SubjectKey).Name;
        foreach (var row in await db.Set<T>().Where(row => EF.Property<long>(row, reference) == id).ToListAsync())
        {
            foreach (var field in entity.Personal)
            {
                db.Entry(row).Property(field.Name).CurrentValue = field.IsNullable ? null : "";
            }
        }
    }

    // An entry of a change holds the old and the new value, any other one value.
    private static string Blanked(IProperty field)
    {
        var blank = field.IsNullable ? "null" : "\"\"";
        return $"'$.{field.GetColumnName()}', json(CASE operation WHEN 'updated' THEN '[{blank},{blank}]' ELSE '{blank}' END)";
    }
}
