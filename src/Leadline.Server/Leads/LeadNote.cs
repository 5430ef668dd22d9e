using Leadline.Notes;

namespace Leadline.Leads;

/// <summary>A note on a lead.</summary>
public sealed class LeadNote : Note
{
    /// <summary>The lead.</summary>
    public long LeadId { get; set; }

    /// <inheritdoc />
    public override (string Kind, long Id) Subject => ("lead", LeadId);
}
