using System.Text.RegularExpressions;
using Leadline.Platform.Http;

namespace Leadline.Leads.Statuses;

/// <summary>What may be sent of a status, and how it is set.</summary>
public static partial class LeadStatusFields
{
    private static readonly BodyField Name = BodyField.Text("name", "What people call it; unique among the live statuses, whatever the case.") with { IsRequired = true };
    private static readonly BodyField Color = BodyField.Text("color", "The colour it is shown in, as #rrggbb.", 20);
    private static readonly BodyField SortOrder = BodyField.Integer("sort_order", "Its place among the statuses; a new one without it comes last.") with { Minimum = 0, Maximum = int.MaxValue };
    private static readonly BodyField IsDefault = BodyField.Boolean("is_default", "True makes it the status of new leads, in place of the one before.");
    private static readonly BodyField IsTerminal = BodyField.Boolean("is_terminal", "True when the work on a lead ends here.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyField> All { get; } = [Name, Color, SortOrder, IsDefault, IsTerminal];

    /// <summary>Whether a place was sent.</summary>
    public static bool HavePlace(Body body) => body.Has(SortOrder);

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    public static void Set(Body body, LeadStatus status)
    {
        body.RefuseOthersThan(All);
        body.Text(Name, name => status.Name = name ?? "");
        body.Text(Color, color => SetColor(body, status, color));
        body.Integer(SortOrder, order => status.SortOrder = (int)(order ?? 0));
        body.Boolean(IsTerminal, value => status.IsTerminal = value ?? false);
        body.Boolean(IsDefault, value => SetDefault(body, status, value ?? false));
    }

    // Exactly one status is the default: it ceases to be by making another one so, which the database sees to.
    private static void SetDefault(Body body, LeadStatus status, bool value)
    {
        if (status.IsDefault && !value)
        {
            body.Reject(IsDefault.Name, "must be set on another status instead: one is always the default");
        }
        else
        {
            status.IsDefault = value;
        }
    }

    private static void SetColor(Body body, LeadStatus status, string? color)
    {
        if (color is not null && !HexColor().IsMatch(color))
        {
            body.Reject(Color.Name, "must be a colour, as in #3b82f6");
        }
        else
        {
            status.Color = color;
        }
    }

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex HexColor();
}
