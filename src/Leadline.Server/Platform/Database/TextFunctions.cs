using Leadline.Platform.Text;

namespace Leadline.Platform.Database;

/// <summary>Text functions for queries, which the database calls back for each row.</summary>
public static class TextFunctions
{
    /// <summary>Folds text as everywhere else; for columns that keep no folded text beside them.</summary>
    public static string Fold(string text) => Folding.Fold(text);
}
