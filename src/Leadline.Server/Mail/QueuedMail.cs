namespace Leadline.Mail;

/// <summary>A letter that waits to be sent.</summary>
public sealed class QueuedMail
{
    /// <summary>Its number.</summary>
    public long Id { get; set; }

    /// <summary>The <see cref="LetterOrder"/> as JSON, sealed: it holds an address.</summary>
    public required byte[] SealedOrder { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it is tried next; while a process sends it, when another may.</summary>
    public DateTime NextAttemptAt { get; set; }
}
