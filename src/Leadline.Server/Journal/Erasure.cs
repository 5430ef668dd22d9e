using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
            BlankEntries(write, entity, subject, id);
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

    private static void BlankEntries(TenantWrite write, JournalledEntity entity, string subject, long id)
    {
        var entries = new List<(long Id, string Operation, JsonObject Changes)>();
        using (var found = write.Query(
            "SELECT id, operation, changes FROM journal WHERE tenant_id = @tenant AND subject = @subject AND subject_id = @id AND entity = @entity",
            ("@tenant", write.Tenant.Value), ("@subject", subject), ("@id", id), ("@entity", entity.Name)))
        {
            while (found.Read())
            {
                entries.Add((found.GetInt64(0), found.GetString(1), JsonNode.Parse(found.GetString(2))?.AsObject() ?? []));
            }
        }

        foreach (var (entry, operation, changes) in entries)
        {
            foreach (var field in entity.Personal.Where(field => changes.ContainsKey(field.GetColumnName())))
            {
                changes[field.GetColumnName()] = operation == "updated" ? new JsonArray(Blank(field), Blank(field)) : Blank(field);
            }

            write.Execute(
                "UPDATE journal SET changes = @changes WHERE tenant_id = @tenant AND id = @entry",
                ("@changes", changes.ToJsonString(Plain)), ("@tenant", write.Tenant.Value), ("@entry", entry));
        }
    }

    private static JsonNode? Blank(IProperty field) => field.IsNullable ? null : "";
}
