namespace Leadline.Leads.Seeding;

/// <summary>What the tenant has for generated leads to refer to; each list may be empty.</summary>
/// <param name="Statuses">The tenant's statuses; the usual ones are known by their slugs.</param>
/// <param name="Sources">The tenant's reference sources, the most frequent first.</param>
/// <param name="ImportSources">The tenant's import sources, the most frequent first.</param>
/// <param name="UserIds">The members that work leads, the busiest first.</param>
/// <param name="LeadsBefore">How many leads the tenant has already; external ids go on after theirs.</param>
public sealed record SeedTargets(
    IReadOnlyList<LeadStatus> Statuses,
    IReadOnlyList<LeadReferenceSource> Sources,
    IReadOnlyList<ImportSource> ImportSources,
    IReadOnlyList<long> UserIds,
    long LeadsBefore = 0);
