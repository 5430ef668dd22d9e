using Leadline.Platform.Text;

namespace Leadline.Platform.Database;

/// <summary>Text functions for queries, which the database calls back for each row.</summary>
public static class TextFunctions
{
    private const int StartLength = 200;

    /// <summary>Folds text as everywhere else; for columns that keep no folded text beside them.</summary>
    public static string Fold(string text) => Folding.Fold(text);

    /// <summary>The first 200 characters of a folded text, which sort it: a cursor holds what sorts a row, and a text may be long.</summary>
    public static string FoldStart(string text)
    {
        var folded = Folding.Fold(text);
        return folded.Length <= StartLength ? folded
            : char.IsHighSurrogate(folded[StartLength - 1]) ? folded[..(StartLength - 1)]
            : folded[..StartLength];
    }
}
