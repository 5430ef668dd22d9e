using System.Collections.Immutable;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>Some ids that a column may have, or all but some; 0 stands for an empty column.</summary>
/// <param name="ids">The ids, in any order.</param>
/// <param name="isExcluding">Whether the column may have all others instead.</param>
public sealed class IdSet(IEnumerable<long> ids, bool isExcluding = false) : IEquatable<IdSet>
{
    /// <summary>Stands for an empty column.</summary>
    public const long None = 0;

    /// <summary>The ids, ascending, each once.</summary>
    public ImmutableArray<long> Ids { get; } = [.. ids.Distinct().Order()];

    /// <summary>Whether all but the ids are meant.</summary>
    public bool IsExcluding => isExcluding;

    /// <summary>All ids that are not in the set.</summary>
    public IdSet Others => new(Ids, !isExcluding);

    /// <summary>How a column is compared with the set.</summary>
    internal IdTest Test => this switch
    {
        { IsExcluding: true } => IdTest.IsNotAmong,
        { Ids: [None] } => IdTest.IsEmpty,
        { Ids.Length: 1 } => IdTest.IsOne,
        { Ids: [None, ..] } => IdTest.IsAmongOrEmpty,
        _ => IdTest.IsAmong,
    };

    /// <summary>What the column is compared with.</summary>
    internal object Parameter => Ids.Length == 1 && !isExcluding ? Ids[0] : IdList.Of(Ids);

    /// <summary>Whether an id is in the set.</summary>
    public bool Contains(long id) => Ids.BinarySearch(id) >= 0 != isExcluding;

    /// <summary>The ids that are in both sets; null stands for all ids.</summary>
    public static IdSet? Both(IdSet? one, IdSet? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        ({ IsExcluding: true }, { IsExcluding: true }) => new IdSet([.. one.Ids, .. other.Ids], isExcluding: true),
        ({ IsExcluding: true }, _) => new IdSet(other.Ids.Where(one.Contains)),
        _ => new IdSet(one.Ids.Where(other.Contains)),
    };

    /// <summary>Reads members from a query: their numbers, <c>me</c> for the caller, <c>none</c> for nobody; null where it does not ask. What is wrong is told by the query.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="most">How many values it may have.</param>
    /// <param name="me">Whom <c>me</c> means; null where the caller is no person.</param>
    public static IdSet? OfMembers(QueryParameters query, QueryParameter parameter, int most, long? me)
    {
        if (query.Texts(parameter, most) is not { } texts)
        {
            return null;
        }

        var ids = new List<long>();
        foreach (var text in texts)
        {
            switch (text)
            {
                case "none":
                    ids.Add(None);
                    break;
                case "me" when me is { } user:
                    ids.Add(user);
                    break;
                case "me":
                    query.Reject(parameter.Name, "must not be me: the caller is no person");
                    break;
                case var _ when QueryParameters.TryNumber(text, out var id):
                    ids.AddRange(id == None ? [] : [id]);
                    break;
                default:
                    query.Reject(parameter.Name, "must be integers, me or none");
                    break;
            }
        }

        return new IdSet(ids);
    }

    /// <summary>Reads records from a query: their numbers, <c>none</c> for no record; null where it does not ask. What is wrong is told by the query.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="most">How many values it may have.</param>
    public static IdSet? OfRecords(QueryParameters query, QueryParameter parameter, int most)
    {
        if (query.Texts(parameter, most) is not { } texts)
        {
            return null;
        }

        var ids = new List<long>();
        foreach (var text in texts)
        {
            if (text == "none")
            {
                ids.Add(None);
            }
            else if (!QueryParameters.TryNumber(text, out var id))
            {
                query.Reject(parameter.Name, texts.Count == 1 ? "must be an integer or none" : "must be integers or none, with commas between them");
                return null;
            }
            else if (id != None)
            {
                ids.Add(id);
            }
        }

        return new IdSet(ids);
    }

    /// <inheritdoc />
    public bool Equals(IdSet? other) => other is not null && isExcluding == other.IsExcluding && Ids.AsSpan().SequenceEqual(other.Ids.AsSpan());

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as IdSet);

    /// <inheritdoc />
    public override int GetHashCode() => Ids.Aggregate(Ids.Length, HashCode.Combine);
}

/// <summary>How a column of ids is compared.</summary>
internal enum IdTest
{
    /// <summary>It is not.</summary>
    IsAny,

    /// <summary>With one id.</summary>
    IsOne,

    /// <summary>It must be empty.</summary>
    IsEmpty,

    /// <summary>With several ids, or with none, which nothing passes.</summary>
    IsAmong,

    /// <summary>With several ids; it may be empty, too.</summary>
    IsAmongOrEmpty,

    /// <summary>With ids that it must not be.</summary>
    IsNotAmong,
}

/// <summary>The comparison in SQL. PostgreSQL takes numbers of nineteen digits, of which no record has one, for unknown: they are none that a column has.</summary>
internal static class IdTests
{
    /// <summary>SQL that a column passes.</summary>
    /// <param name="test">The comparison.</param>
    /// <param name="column">The column; with a plus before it, no index is walked for it.</param>
    /// <param name="parameter">The name of <see cref="IdSet.Parameter"/>.</param>
    public static string Sql(this IdTest test, string column, string parameter) => test switch
    {
        IdTest.IsOne => $" AND {column} = {parameter}",
        IdTest.IsEmpty => $" AND {column} IS NOT DISTINCT FROM nullif({parameter}, {IdSet.None})",
        IdTest.IsAmong => $" AND {column} IN (SELECT value FROM json_each({parameter}))",
        IdTest.IsAmongOrEmpty => $" AND coalesce({column}, {IdSet.None}) IN (SELECT value FROM json_each({parameter}))",
        IdTest.IsNotAmong => $" AND (coalesce({column}, {IdSet.None}) IN (SELECT value FROM json_each({parameter}))) IS NOT TRUE",
        _ => "",
    };
}

/// <summary>A list of ids as one parameter.</summary>
internal static class IdList
{
    /// <summary>The ids as a JSON array.</summary>
    public static string Of(IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";
}
