using System.Text.Json;
using System.Threading.Channels;
using Leadline.Platform;
using Leadline.Platform.Database;

namespace Leadline.Mail;

/// <summary>Where letters wait, in the database: what was asked for survives a kill, and asking takes as long whoever is written to.</summary>
public sealed class Outbox(LeadlineDatabase database, SecretBox box, TimeProvider clock)
{
    private readonly Channel<bool> calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for a letter.</summary>
    public async Task AddAsync(LetterOrder order, CancellationToken ct)
    {
        await using var db = database.Platform();
        db.Add(Queue(order));
        await db.SaveChangesAsync(ct);
        calls.Writer.TryWrite(true);
    }

    /// <summary>Asks for a letter within a change: it is sent when the change is durable, and only then.</summary>
    public Task AddAsync(TenantWrite write, LetterOrder order)
    {
        write.Platform.Add(Queue(order));
        return write.Platform.SaveChangesAsync();
    }

    /// <summary>Asks for a letter with what a context saves next.</summary>
    public void Add(PlatformDb db, LetterOrder order) => db.Add(Queue(order));

    /// <summary>The order of a letter that waits.</summary>
    public LetterOrder Open(QueuedMail mail) =>
        JsonSerializer.Deserialize<LetterOrder>(box.Open(mail.SealedOrder)) ?? throw new InvalidOperationException("A letter without an order.");

    /// <summary>Waits until one is asked for, or until another process may have asked.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(atMost);
        await calls.Reader.WaitToReadAsync(patience.Token).AsTask().ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        calls.Reader.TryRead(out _);
    }

    private QueuedMail Queue(LetterOrder order)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new QueuedMail { SealedOrder = box.Seal(JsonSerializer.SerializeToUtf8Bytes(order)), CreatedAt = now, NextAttemptAt = now };
    }
}
