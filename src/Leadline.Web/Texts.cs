namespace Leadline.Web;

/// <summary>The texts of the page. English stands in the source and is the key of the translations, <c>Texts.tr.resx</c>.</summary>
public sealed class Texts;
