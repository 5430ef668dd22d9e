using System.Globalization;
using System.Resources;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace Leadline.Platform.Pages;

/// <summary>
/// The texts of the pages in the person's language (see <see cref="PageLanguage"/>). English stands in the source and is the key of the
/// translations, <c>PageTexts.tr.resx</c>.
/// </summary>
public sealed class PageTexts
{
    private static readonly ResourceManager Translations = new("Leadline.Platform.Pages.PageTexts", typeof(PageTexts).Assembly);

    private PageTexts()
    {
    }

    /// <summary>The texts, by their English.</summary>
    public static PageTexts T { get; } = new();

    /// <summary>A text.</summary>
    public string this[string text] => Translations.GetString(text, CultureInfo.CurrentUICulture) ?? text;

    /// <summary>A text with values in the places of <c>{0}</c>, <c>{1}</c> and so on.</summary>
    public string this[string text, params object?[] values] => string.Format(CultureInfo.InvariantCulture, this[text], values);

    /// <summary>A text with parts of a page in these places.</summary>
    public MarkupString this[string text, params MarkupString[] parts] =>
        new(string.Format(CultureInfo.InvariantCulture, HtmlEncoder.Default.Encode(this[text]), [.. parts.Cast<object>()]));

    /// <summary>Something to stand within a text as it is.</summary>
    public static MarkupString Plain(string? text) => new(HtmlEncoder.Default.Encode(text ?? ""));

    /// <summary>Something to stand out within a text.</summary>
    public static MarkupString Strong(string? text) => new($"<strong>{Plain(text)}</strong>");

    /// <summary>Something that is typed letter by letter.</summary>
    public static MarkupString Code(string? text) => new($"<code>{Plain(text)}</code>");

    /// <summary>A link within a text.</summary>
    public static MarkupString Link(string address, string text) => new($"<a href=\"{Plain(address)}\">{Plain(text)}</a>");
}
