using System.Globalization;
using System.Text.Json;
using Leadline.Client;
using Leadline.Web.Layout;

namespace Leadline.Web.Leads;

/// <summary>One of the visits that led a person here.</summary>
/// <param name="Names">What names it, the most telling first: source, medium, campaign.</param>
/// <param name="At">When; null where that is not told.</param>
/// <param name="Facts">All that is told of it, in its order, by the names under which it came; of a value without a name, the name is empty.</param>
public sealed record Touch(IReadOnlyList<string> Names, DateTimeOffset? At, IReadOnlyList<(string Name, string Value)> Facts)
{
    private static readonly string[] Naming = ["source", "medium", "campaign"];
    private static readonly string[] Times = ["touched_at", "timestamp", "occurred_at", "time", "at", "date"];

    /// <summary>The visits of a lead, the first one first.</summary>
    public static IReadOnlyList<Touch> Of(Lead lead) => lead.MarketingAttribution switch
    {
        null or { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Read)],
        { } one => [Read(one)],
    };

    private static Touch Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return new Touch([], null, [("", json.Plain())]);
        }

        IReadOnlyList<(string Name, string Value)> facts = [.. json.EnumerateObject().Select(fact => (fact.Name, fact.Value.Plain()))];
        var time = Times.Select(name => facts.FirstOrDefault(fact => fact.Name == name).Value).FirstOrDefault(text => text is not null);
        return new Touch(
            [.. Naming.Select(name => facts.FirstOrDefault(fact => fact.Name == name || fact.Name == $"utm_{name}").Value).OfType<string>().Where(text => text.Length > 0)],
            DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
            facts);
    }
}
