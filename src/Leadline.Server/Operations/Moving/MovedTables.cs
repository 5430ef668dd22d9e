using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Operations.Moving;

/// <summary>Which tables an installation is made of. Every table of a migrated database is named by exactly one of these, which a test compares.</summary>
internal static class MovedTables
{
    /// <summary>The order of the journal, where it is not that of the entries' ids: moved where both sides have it, derived where one has not.</summary>
    public const string JournalOrder = "journal_order";

    /// <summary>What is moved though no model has it.</summary>
    public static IReadOnlyList<string> BesideTheModels { get; } = ["idempotency_keys", "idempotency_subjects", "journal", "tenant_revisions"];

    /// <summary>What follows from what is moved, and is made anew.</summary>
    public static IReadOnlyList<string> Derived { get; } =
        ["journal_arrivals", JournalOrder, "lead_count_deltas", "lead_counts", "revision_deltas", "lead_search", "lead_search_config", "lead_search_data", "lead_search_docsize", "lead_search_idx"];

    /// <summary>What counts for a moment only, in the place where it is.</summary>
    public static IReadOnlyList<string> Passing { get; } = ["limit_counts", "open_batch"];

    /// <summary>What tells of the database itself.</summary>
    public static IReadOnlyList<string> OfTheDatabase { get; } = [MigrationHistory.Platform, MigrationHistory.Tenant, UnfinishedCopy.Table];

    /// <summary>What is moved.</summary>
    public static IReadOnlySet<string> Of(LeadlineDatabase database)
    {
        using var platform = database.Platform();
        using var tenant = database.For(new TenantId(0).Whole);
        return new SortedSet<string>(
            new[] { platform.Model, tenant.Model }
                .SelectMany(model => model.GetEntityTypes())
                .Select(entity => entity.GetTableName())
                .OfType<string>()
                .Concat(BesideTheModels)
                .Except(Passing),
            StringComparer.Ordinal);
    }
}
