using System.Text.RegularExpressions;
using Leadline.Platform.Http;

namespace Leadline.Tags;

/// <summary>What may be sent of a tag, and how it is set.</summary>
public static partial class TagFields
{
    private static readonly BodyField Name = BodyField.Text("name", "What people call it; unique among the live tags, whatever the case.") with { IsRequired = true };
    private static readonly BodyField Color = BodyField.Text("color", "The colour it is shown in, as #rrggbb.", 20) with { IsRequired = true };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyField> All { get; } = [Name, Color];

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    public static void Set(Body body, Tag tag)
    {
        body.RefuseOthersThan(All);
        body.Text(Name, name => tag.Name = name ?? "");
        body.Text(Color, color => SetColor(body, tag, color ?? ""));
    }

    private static void SetColor(Body body, Tag tag, string color)
    {
        if (HexColor().IsMatch(color))
        {
            tag.Color = color;
        }
        else
        {
            body.Reject(Color.Name, "must be a colour, as in #3b82f6");
        }
    }

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex HexColor();
}
