namespace Leadline.Platform.Text;

/// <summary>Texts of others that are cut to the room there is for them.</summary>
public static class Cut
{
    /// <summary>The beginning of a text, which ends where a character ends: half a one is no text, and PostgreSQL takes none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most UTF-16 units.</param>
    public static string To(string text, int longest) => text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
