namespace Leadline.Leads;

/// <summary>What leads are told apart by when they are counted.</summary>
/// <param name="Name">The published name, and the column with the id, empty for leads without.</param>
/// <param name="NameOf">What the kind of an id is called; null where there is none of the id.</param>
public sealed record LeadGrouping(string Name, Func<long, LeadDirectory, string?> NameOf)
{
    /// <summary>By their statuses.</summary>
    public static readonly LeadGrouping Status = new("lead_status_id", (id, directory) => directory.Statuses.GetValueOrDefault(id)?.Name);

    /// <summary>By their reference sources.</summary>
    public static readonly LeadGrouping Source = new("lead_reference_source_id", (id, directory) => directory.Sources.GetValueOrDefault(id)?.Name);

    /// <summary>By the members they are given to.</summary>
    public static readonly LeadGrouping Assignee = new("assigned_user_id", (id, directory) => directory.Users.GetValueOrDefault(id)?.Name);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LeadGrouping> All { get; } = [Status, Source, Assignee];

    /// <summary>SQL for the id of a lead's kind, <see cref="IdSet.None"/> for leads without.</summary>
    internal string Sql => $"coalesce({Name}, {IdSet.None})";
}
