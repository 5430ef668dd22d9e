using System.Collections.Frozen;
using System.Text.Json;

namespace Leadline.Platform.Database;

/// <summary>A tenant's data as somebody sees it. Whatever reads or changes tenant data is made for one, so no query forgets whose eyes it has.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Sees">Whose leads and customers are seen in it.</param>
public sealed record TenantView(TenantId Tenant, Visibility Sees)
{
    /// <summary>The member who looks, and so sees what is theirs alone; null for what is no person.</summary>
    public long? Member { get; init; }

    /// <summary>What whoever looks may do, where what is seen depends on it row by row; null for everything.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
}

/// <summary>Whose leads and customers are seen: everybody's, or those of some members only. What is nobody's is then not seen either.</summary>
public sealed class Visibility
{
    private readonly FrozenSet<long> members;

    private Visibility(FrozenSet<long>? members)
    {
        IsLimited = members is not null;
        this.members = members ?? [];
        Parameter = IsLimited ? JsonSerializer.Serialize(this.members.Order()) : "";
    }

    /// <summary>Everybody's and nobody's.</summary>
    public static Visibility All { get; } = new(null);

    /// <summary>False when all is seen.</summary>
    public bool IsLimited { get; }

    /// <summary>Whose records are seen, when they are limited.</summary>
    public IReadOnlyCollection<long> Members => members;

    /// <summary>The members as the text of a JSON array, for hand-written SQL.</summary>
    public string Parameter { get; }

    /// <summary>The records of these members only.</summary>
    public static Visibility Of(IEnumerable<long> members) => new(members.ToFrozenSet());

    /// <summary>Whether a record of this owner is seen.</summary>
    /// <param name="owner">The member it belongs to; null for nobody.</param>
    public bool Includes(long? owner) => !IsLimited || (owner is { } member && members.Contains(member));

    /// <summary>SQL that lets through what is seen, after an AND; nothing where all is. It asks for the parameter <c>@seen</c>.</summary>
    /// <param name="owner">The column of the member a record belongs to.</param>
    public string Sql(string owner) => IsLimited ? $" AND {owner} IN (SELECT value FROM json_each(@seen))" : "";

    /// <summary>The parameter of <see cref="Sql"/>; none where all is seen.</summary>
    public IEnumerable<(string Name, object Value)> Parameters() => IsLimited ? [("@seen", Parameter)] : [];
}
