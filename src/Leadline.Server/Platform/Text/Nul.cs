namespace Leadline.Platform.Text;

/// <summary>The character U+0000, which no text needs and PostgreSQL stores in none: refused wherever a caller may send one, whatever the engine.</summary>
public static class Nul
{
    /// <summary>What a text breaks that holds one, to be read after its name.</summary>
    public const string Rule = "must not hold the character NUL";

    /// <summary>What a name breaks that holds one, to be read after what is left of it.</summary>
    public const string NameRule = "must not hold the character NUL in its name";

    /// <summary>The only way to write it in JSON.</summary>
    public static ReadOnlySpan<byte> InJson => "\\u0000"u8;

    /// <summary>Whether a text holds one.</summary>
    public static bool IsIn(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
