using System.Text.RegularExpressions;
using Leadline.Platform.Http;

namespace Leadline.Leads.ReferenceSources;

/// <summary>What may be sent of a reference source, and how it is set.</summary>
public static partial class LeadReferenceSourceFields
{
    private static readonly BodyField Name = BodyField.Text("name", "What people call it; unique among the live sources, whatever the case.") with { IsRequired = true };
    private static readonly BodyField Color = BodyField.Text("color", "The colour it is shown in, as #rgb or #rrggbb.", 20);
    private static readonly BodyField ExternalId = BodyField.Text("external_id", "Its number in another system.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyField> All { get; } = [Name, Color, ExternalId];

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    public static void Set(Body body, LeadReferenceSource source)
    {
        body.RefuseOthersThan(All);
        body.Text(Name, name => source.Name = name ?? "");
        body.Text(ExternalId, id => source.ExternalId = id);
        body.Text(Color, color => SetColor(body, source, color));
    }

    private static void SetColor(Body body, LeadReferenceSource source, string? color)
    {
        if (color is not null && !HexColor().IsMatch(color))
        {
            body.Reject(Color.Name, "must be a colour, as in #38f or #3b82f6");
        }
        else
        {
            source.Color = color;
        }
    }

    [GeneratedRegex("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")]
    private static partial Regex HexColor();
}
