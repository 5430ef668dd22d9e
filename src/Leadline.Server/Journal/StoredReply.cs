using Leadline.Platform.Database;

namespace Leadline.Journal;

/// <summary>
/// An answer as it goes over the wire, kept for a day under its <c>Idempotency-Key</c>, with the records it shows or was about: erasing one
/// of them blanks the answer, but not that the call was made.
/// </summary>
/// <param name="Fingerprint">Tells the call it answers from others.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON; empty when it was erased.</param>
/// <param name="ETag">The record's tag.</param>
/// <param name="Location">The new record's address.</param>
internal sealed record StoredReply(string Fingerprint, int Status, byte[] Body, string? ETag, string? Location)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    public string? Challenge { get; init; }

    public bool IsDenial { get; init; }

    /// <summary>The batch of the call's changes: not kept, since another time nothing is changed.</summary>
    public long? BatchId { get; init; }

    public bool IsReplayed { get; init; }

    public bool IsErased => Body.Length == 0;

    public static StoredReply? Find(TenantWrite write, string caller, string key)
    {
        using var row = write.Query(
            """
            SELECT fingerprint, status, body, etag, location FROM idempotency_keys
            WHERE tenant_id = @tenant AND caller = @caller AND key = @key AND created_at > @since
            """,
            ("@tenant", write.Tenant.Value), ("@caller", caller), ("@key", key), ("@since", Timestamp.ToMicroseconds(write.Now - KeptFor)));
        return row.Read()
            ? new StoredReply(row.GetString(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4))
            : null;
    }

    public void Keep(TenantWrite write, string caller, string key)
    {
        // One that is there is out of date, or it would have been the answer.
        write.Execute(
            "DELETE FROM idempotency_keys WHERE tenant_id = @tenant AND caller = @caller AND key = @key",
            ("@tenant", write.Tenant.Value), ("@caller", caller), ("@key", key));
        write.Execute(
            """
            INSERT INTO idempotency_keys (tenant_id, caller, key, fingerprint, status, body, etag, location, created_at)
            VALUES (@tenant, @caller, @key, @fingerprint, @status, @body, @etag, @location, @now)
            """,
            ("@tenant", write.Tenant.Value), ("@caller", caller), ("@key", key), ("@fingerprint", Fingerprint), ("@status", Status),
            ("@body", Body), ("@etag", ETag), ("@location", Location), ("@now", Timestamp.ToMicroseconds(write.Now)));
        KeepSubjects(write, caller, key);
    }

    /// <summary>Blanks the answers that show a record, or were about it.</summary>
    public static void Erase(TenantWrite write, string subject, long id) => write.Execute(
        """
        UPDATE idempotency_keys SET body = @blank WHERE tenant_id = @tenant AND (caller, key) IN (
            SELECT caller, key FROM idempotency_subjects WHERE tenant_id = @tenant AND subject = @subject AND subject_id = @id)
        """,
        ("@blank", Array.Empty<byte>()), ("@tenant", write.Tenant.Value), ("@subject", subject), ("@id", id));

    // What the change wrote is in its batch, whoever made the answer; what it only showed was noted as it was shown.
    private static void KeepSubjects(TenantWrite write, string caller, string key)
    {
        if (write.BatchId is { } batch)
        {
            write.Execute(
                """
                INSERT INTO idempotency_subjects (tenant_id, subject, subject_id, caller, key)
                SELECT DISTINCT tenant_id, subject, subject_id, @caller, @key FROM journal WHERE tenant_id = @tenant AND batch_id = @batch
                ON CONFLICT DO NOTHING
                """,
                ("@tenant", write.Tenant.Value), ("@caller", caller), ("@key", key), ("@batch", batch));
        }

        foreach (var (subject, id) in write.Shown)
        {
            write.Execute(
                "INSERT INTO idempotency_subjects (tenant_id, subject, subject_id, caller, key) VALUES (@tenant, @subject, @id, @caller, @key) ON CONFLICT DO NOTHING",
                ("@tenant", write.Tenant.Value), ("@subject", subject), ("@id", id), ("@caller", caller), ("@key", key));
        }
    }
}
