namespace Leadline.Platform.Database;

/// <summary>Functions of the database for queries, with what they do where a row is at hand.</summary>
public static class TextFunctions
{
    /// <summary>A part of a text, counted in Unicode characters: the database's own <c>substr</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The first character, from 1.</param>
    /// <param name="length">The most characters.</param>
    public static string Part(string text, int from, int length) => string.Concat(text.EnumerateRunes().Skip(from - 1).Take(length));
}
