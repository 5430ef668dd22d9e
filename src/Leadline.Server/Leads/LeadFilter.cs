using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>What the kept counts tell apart, and so can count at once; null asks nothing.</summary>
/// <param name="IsTrashed">True for the deleted leads only, false for the living only.</param>
public sealed record LeadFilter(bool IsTrashed)
{
    /// <summary>Only leads of these statuses.</summary>
    public IdSet? Statuses { get; init; }

    /// <summary>Only leads of these reference sources.</summary>
    public IdSet? Sources { get; init; }

    /// <summary>Only leads of these members.</summary>
    public IdSet? Assignees { get; init; }

    /// <summary>True for converted leads only, false for the others only.</summary>
    public bool? IsConverted { get; init; }

    /// <summary>These leads, as far as somebody sees them: the one place where lists, totals and searches are cut down to it.</summary>
    public LeadFilter SeenBy(Visibility sees) => sees.IsLimited ? this with { Assignees = IdSet.Both(Assignees, new IdSet(sees.Members)) } : this;

    /// <summary>True when only the trash is told apart.</summary>
    public bool IsOpen => this is { Statuses: null, Sources: null, Assignees: null, IsConverted: null };

    /// <summary>Which comparisons there are.</summary>
    internal LeadTests Tests => new(
        Statuses?.Test ?? IdTest.IsAny, Sources?.Test ?? IdTest.IsAny, Assignees?.Test ?? IdTest.IsAny, IsConverted is not null);

    /// <summary>The values of the comparisons, in the order of <see cref="LeadTests.Sql"/>.</summary>
    internal IEnumerable<(string Name, object Value)> Parameters()
    {
        yield return ("@trashed", IsTrashed);
        if (Statuses is not null)
        {
            yield return ("@statuses", Statuses.Parameter);
        }

        if (Sources is not null)
        {
            yield return ("@sources", Sources.Parameter);
        }

        if (Assignees is not null)
        {
            yield return ("@assignees", Assignees.Parameter);
        }

        if (IsConverted is { } converted)
        {
            yield return ("@converted", converted);
        }
    }
}

/// <summary>Which comparisons a filter makes, without their values: the texts of SQL are few.</summary>
internal readonly record struct LeadTests(IdTest Status, IdTest Source, IdTest Assignee, bool Converted)
{
    /// <summary>SQL for them.</summary>
    /// <param name="column">What stands before each column: nothing, or a plus that keeps the planner from an index.</param>
    public string Sql(string column = "") =>
        $"{column}is_deleted = @trashed"
        + Status.Sql($"{column}lead_status_id", "@statuses")
        + Source.Sql($"{column}lead_reference_source_id", "@sources")
        + Assignee.Sql($"{column}assigned_user_id", "@assignees")
        + (Converted ? $" AND {column}is_converted = @converted" : "");
}
