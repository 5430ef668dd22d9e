namespace Leadline.Web.Leads;

/// <summary>A cell that is being edited.</summary>
/// <param name="Id">The lead's number.</param>
/// <param name="Column">The column.</param>
/// <param name="Start">What the editor begins with.</param>
public sealed record EditedCell(long Id, LeadColumn Column, LeadEdit Start)
{
    /// <summary>Why the last value was refused; null where none was.</summary>
    public string? Refusal { get; init; }
}
