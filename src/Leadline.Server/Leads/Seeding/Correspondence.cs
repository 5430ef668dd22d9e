using System.Text;

namespace Leadline.Leads.Seeding;

/// <summary>What leads write, and what sales people note about them.</summary>
internal static class Correspondence
{
    private const string NumberMark = "{number}";

    /// <summary>A sentence, a short letter or, now and then, one to four kilobytes; null about as often as not.</summary>
    public static string? Message(Person person, SeededRandom random, StringBuilder text)
    {
        text.Clear();
        switch (random.Below(100))
        {
            case < 45:
                return null;
            case < 80:
                AppendWithNumber(text, random.Of(person.Culture.Sentences), random);
                break;
            case < 98:
                AppendLetter(text, person, 100 + random.Below(300), random);
                break;
            default:
                AppendLetter(text, person, 1_000 + random.Below(2_900), random);
                break;
        }

        return text.ToString();
    }

    public static string Note(string[] notes, SeededRandom random, StringBuilder text) =>
        AppendWithNumber(text.Clear(), random.Of(notes), random).ToString();

    private static void AppendLetter(StringBuilder text, Person person, int bytes, SeededRandom random)
    {
        text.Append(random.Of(person.Culture.Greetings)).Append('\n');
        var sentences = person.Culture.Sentences;
        var next = random.Below(sentences.Length);
        while (bytes > 0)
        {
            // Onwards from a random place, so that nothing is said twice in a row.
            var sentence = sentences[next % sentences.Length];
            next += 1 + random.Below(3);
            bytes -= Encoding.UTF8.GetByteCount(sentence) + 1;
            AppendWithNumber(text, sentence, random).Append(random.Chance(0.15) ? "\n\n" : BlankAfter(sentence));
        }

        var closing = random.Of(person.Culture.Closings);
        text.Append(closing);
        if (closing[^1] is ',' or '،' or '，')
        {
            text.Append('\n').Append(person.FirstName ?? person.LastName);
        }
    }

    private static StringBuilder AppendWithNumber(StringBuilder text, string sentence, SeededRandom random)
    {
        var place = sentence.IndexOf(NumberMark, StringComparison.Ordinal);
        return place < 0
            ? text.Append(sentence)
            : text.Append(sentence.AsSpan(0, place)).Append(5 + random.Below(36)).Append(sentence.AsSpan(place + NumberMark.Length));
    }

    // Chinese and Japanese sentences follow each other without a blank.
    private static string BlankAfter(string sentence) => sentence[^1] is '。' or '？' or '！' ? "" : " ";
}
