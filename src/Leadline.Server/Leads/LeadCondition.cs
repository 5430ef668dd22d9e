using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>What a lead must be like, beyond what the kept counts tell apart: a piece of SQL over one row of <c>leads</c>.</summary>
/// <param name="Sql">The test, with a question mark for each value.</param>
/// <param name="Values">The values; a <see cref="TypedPhone"/> is read with the tenant's country.</param>
/// <param name="Index">An index that leads to the few leads that pass; null where only a look at each lead tells.</param>
public sealed record LeadCondition(string Sql, ImmutableArray<object> Values, string? Index = null)
{
    /// <summary>For a condition that is one of several: those, each of which has a way of its own to its leads.</summary>
    public ImmutableArray<LeadCondition> Alternatives { get; private init; } = [];

    /// <summary>The same text for every condition that asks the same.</summary>
    public string Key { get; } = $"{Sql} {JsonSerializer.Serialize(Values)}";

    /// <summary>True when the tenant's country is needed.</summary>
    public bool HasPhone => Values.Any(value => value is TypedPhone);

    /// <summary>A condition without values, or with some.</summary>
    public static LeadCondition Of(string sql, string? index, params ImmutableArray<object> values) => new(sql, values, index);

    /// <summary>All of them; null for none.</summary>
    public static LeadCondition? All(IReadOnlyList<LeadCondition> conditions) => conditions switch
    {
        [] => null,
        [var only] => only,
        _ => Join(" AND ", conditions) with { Index = conditions.Select(condition => condition.Index).FirstOrDefault(index => index is not null) },
    };

    /// <summary>One of them at least; null where one of them asks nothing.</summary>
    public static LeadCondition? Any(IReadOnlyList<LeadCondition> conditions) => conditions switch
    {
        [var only] => only,
        _ => Join(" OR ", conditions) with { Alternatives = conditions.All(condition => condition.IsDirect) ? [.. conditions] : [] },
    };

    /// <summary>The test with its parameters named, after an AND.</summary>
    /// <param name="defaultCountry">The tenant's country for phone numbers typed without one.</param>
    /// <param name="parameters">Takes the values.</param>
    internal string Bind(string? defaultCountry, List<(string Name, object Value)> parameters)
    {
        var sql = new StringBuilder(" AND (");
        var value = 0;
        foreach (var letter in Sql)
        {
            if (letter != '?')
            {
                sql.Append(letter);
                continue;
            }

            var name = $"@value{value}";
            sql.Append(name);
            parameters.Add((name, ValueOf(Values[value++], defaultCountry)));
        }

        return sql.Append(')').ToString();
    }

    private bool IsDirect => Index is not null || Alternatives.Length > 0;

    private static LeadCondition Join(string word, IReadOnlyList<LeadCondition> conditions) => new(
        string.Join(word, conditions.Select(condition => $"({condition.Sql})")), [.. conditions.SelectMany(condition => condition.Values)]);

    private static object ValueOf(object value, string? defaultCountry) =>
        value is TypedPhone phones
            ? JsonSerializer.Serialize(phones.Numbers.Select(number => PhoneDigits.Of(number, defaultCountry)).Where(digits => digits is not null))
            : value;
}

/// <summary>Phone numbers as people type them.</summary>
/// <param name="Numbers">In any format.</param>
public sealed record TypedPhone(ImmutableArray<string> Numbers);
