using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Jobs;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>A kind of record that leads refer to, and which is deleted only with a replacement for them.</summary>
/// <param name="Action">The deletion, as the journal names it: <c>lead_status.delete</c>.</param>
/// <param name="Noun">What people call it.</param>
/// <param name="Columns">Where leads refer to it.</param>
public sealed record LeadReference(string Action, string Noun, IReadOnlyList<string> Columns)
{
    /// <summary>Up to so many leads are moved at once; for more the deletion is a job.</summary>
    private const long MostAtOnce = 2000;

    /// <summary>A lead's status, and the one it had before its conversion.</summary>
    public static readonly LeadReference Status = new("lead_status.delete", "lead status", ["lead_status_id", "status_before_conversion_id"]);

    /// <summary>A lead's reference source.</summary>
    public static readonly LeadReference Source = new("lead_reference_source.delete", "reference source", ["lead_reference_source_id"]);

    /// <summary>A lead's import source.</summary>
    public static readonly LeadReference Import = new("import_source.delete", "import source", ["import_source_id"]);

    /// <summary>Deletes a record once its leads have the replacement: at once, or as a job.</summary>
    public async Task<Reply> DeleteAsync(TenantWrite write, IRecord record, long? replacement, JobRunner runner)
    {
        if (write.View.Sees.IsLimited)
        {
            return Reply.Refuse(ErrorKind.Forbidden, $"A {Noun} is deleted only by those who see all leads, since leads of others may have it.");
        }

        var leads = Count(write, record.Id);
        if (leads > 0 && replacement is null)
        {
            return Reply.Conflict($"{leads} leads have this {Noun}; name a replacement_id for them.", new JsonObject { ["leads"] = leads });
        }

        if (leads > MostAtOnce)
        {
            return await QueueAsync(write, record.Id, replacement ?? 0, leads, runner);
        }

        Move(write, record.Id, replacement, leads);
        record.DeletedAt = write.Now;
        await write.Db.SaveChangesAsync();
        return Reply.Deleted(Noun);
    }

    /// <summary>Gives leads of a record the replacement, one after the other by their numbers: in one statement each engine would have its own order, which the journal keeps.</summary>
    /// <returns>How many: fewer than asked for when no more have it.</returns>
    public long Move(TenantWrite write, long id, long? replacement, long most)
    {
        write.OpenBatch();
        var moved = 0L;
        foreach (var column in Columns)
        {
            foreach (var lead in Having(write, column, id, most - moved))
            {
                moved += write.Execute(
                    $"UPDATE leads SET {column} = @replacement, version = version + 1, updated_at = @now WHERE tenant_id = @tenant AND id = @lead",
                    ("@replacement", replacement), ("@now", Timestamp.ToMicroseconds(write.Now)), ("@tenant", write.Tenant.Value), ("@lead", lead));
            }
        }

        return moved;
    }

    private static List<long> Having(TenantWrite write, string column, long id, long most)
    {
        using var rows = write.Query(
            $"SELECT id FROM leads WHERE tenant_id = @tenant AND is_deleted IN (FALSE, TRUE) AND {column} = @id LIMIT @most",
            ("@tenant", write.Tenant.Value), ("@id", id), ("@most", most));
        var leads = new List<long>();
        while (rows.Read())
        {
            leads.Add(rows.GetInt64(0));
        }

        leads.Sort();
        return leads;
    }

    // Column by column, so that each has its index; a lead that has it in two counts once.
    private long Count(TenantWrite write, long id) => Columns.Select((column, at) => write.Read(
        $"SELECT count(*) FROM leads WHERE tenant_id = @tenant AND is_deleted IN (FALSE, TRUE) AND {column} = @id{string.Concat(Columns.Take(at).Select(other => $" AND {other} IS DISTINCT FROM @id"))}",
        ("@tenant", write.Tenant.Value), ("@id", id)) as long? ?? 0).Sum();

    private async Task<Reply> QueueAsync(TenantWrite write, long id, long replacement, long leads, JobRunner runner)
    {
        var job = write.Db.Insert(new Job
        {
            Kind = Action, State = Job.Queued, Payload = JsonSerializer.Serialize(new ReplacementOrder(id, replacement), LeadJobJson.Default.ReplacementOrder), Total = leads,
            Touches = Job.TouchesOf(["lead", Action.Split('.')[0]]),
            AuthorKind = write.Author.Kind, AuthorId = write.Author.Id, CreatedAt = write.Now,
        });
        await write.Db.SaveChangesAsync();
        runner.Wake();
        var done = new Done($"The {Noun} is deleted once its {leads} leads have the other one.") { JobId = job.Id };
        return new Reply(StatusCodes.Status202Accepted, new Record<Done>(true, done)) { Location = $"/api/v1/jobs/{job.Id}" };
    }
}

/// <summary>What a deletion with a replacement was asked.</summary>
/// <param name="Id">The record to delete.</param>
/// <param name="ReplacementId">What its leads get.</param>
internal sealed record ReplacementOrder(long Id, long ReplacementId);

/// <summary>Gives leads the replacement a few hundred at a step, and deletes the record with the last of them.</summary>
/// <typeparam name="T">The kind of record.</typeparam>
/// <param name="reference">Where leads refer to it.</param>
public sealed class DeleteReferencedJob<T>(LeadReference reference) : IJobKind
    where T : class, IRecord
{
    private const long LeadsPerStep = 500;

    /// <inheritdoc />
    public string Kind => reference.Action;

    /// <inheritdoc />
    public string Through => "api";

    /// <inheritdoc />
    public async Task<bool> StepAsync(TenantWrite write, Job job)
    {
        var order = JsonSerializer.Deserialize(job.Payload, LeadJobJson.Default.ReplacementOrder) ?? throw new InvalidOperationException($"The job {job.Id} deletes nothing.");
        var (record, replacement) = (await write.Db.FindLiveAsync<T>(order.Id), await write.Db.FindLiveAsync<T>(order.ReplacementId));
        if (record is null || replacement is null || record is LeadStatus { IsDefault: true })
        {
            job.Fail(record is null ? $"The {reference.Noun} is deleted already." : replacement is null ? "The replacement is deleted." : "It is the default status by now.", write.Now);
            return false;
        }

        var moved = 0L;
        var isMoved = await write.TryAsync(() =>
        {
            moved = reference.Move(write, order.Id, order.ReplacementId, LeadsPerStep);
            return Task.CompletedTask;
        });
        if (!isMoved)
        {
            job.Fail("A lead has a value by now that a lead of the replacement has, too.", write.Now);
            return false;
        }

        job.Done += moved;
        job.Total = Math.Max(job.Total, job.Done);
        record.DeletedAt = moved < LeadsPerStep ? write.Now : null;
        return record.DeletedAt is null;
    }
}
