using System.Globalization;
using System.Text;
using Leadline.Platform.Text;

namespace Leadline.Leads.Seeding;

/// <summary>A way in which people come to the tenant's site.</summary>
internal sealed record Channel(string[] SourceWords, string Source, string Medium, string[] LinkNames, string[] ClickIds, string? Referrer)
{
    public bool NamesCampaign { get; } = LinkNames.Contains("campaign");

    public bool NamesTerm { get; } = LinkNames.Contains("term");

    public bool NamesContent { get; } = LinkNames.Contains("content");
}

/// <summary>One visit of a person to the tenant's site.</summary>
internal readonly record struct Touch(
    Channel Channel, string Page, string? Campaign, string? Term, string? Content, string? ClickIdName, string? ClickId);

/// <summary>The visits that lead people to the tenant: drawn, and written as page addresses and as attribution.</summary>
internal static class Marketing
{
    private const string Site = "https://www.example.com";
    private const string ClickIdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly SectionedText Text = new("marketing.txt");
    private static readonly Channel[] Channels = [.. Text.Lines("channels").Select(ParseChannel)];
    private static readonly string[] Campaigns = Text.Lines("campaigns");
    private static readonly string[] Terms = Text.Lines("terms");
    private static readonly string[] Contents = Text.Lines("contents");
    private static readonly string[] Pages = Text.Lines("pages");

    /// <summary>The channels behind a reference source of this name; those of a web site when there is no source.</summary>
    public static Channel[] ChannelsOf(string? sourceName)
    {
        var words = Folding.Fold(sourceName ?? "website").Split(' ', '-', '_', '/');
        Channel[] known = [.. Channels.Where(channel => channel.SourceWords.Intersect(words).Any())];
        return known.Length > 0 ? known : [new([], Slug(words), "other", [], [], null)];
    }

    public static Touch Draw(Channel[] channels, SeededRandom random)
    {
        var channel = random.Of(channels);
        var clickIdName = channel.ClickIds.Length > 0 && random.Chance(0.85) ? random.Of(channel.ClickIds) : null;
        return new(
            channel,
            random.Of(Pages),
            channel.NamesCampaign ? random.Of(Campaigns) : null,
            channel.NamesTerm ? random.Of(Terms) : null,
            channel.NamesContent ? random.Of(Contents) : null,
            clickIdName,
            clickIdName is null ? null : NewClickId(clickIdName, random));
    }

    /// <summary>The address of the page that a touch opened.</summary>
    public static string PageUrl(in Touch touch, StringBuilder url)
    {
        if (touch.Campaign is null)
        {
            return Site + touch.Page;
        }

        url.Clear().Append(Site).Append(touch.Page)
            .Append("?utm_source=").Append(touch.Channel.Source)
            .Append("&utm_medium=").Append(touch.Channel.Medium)
            .Append("&utm_campaign=").Append(touch.Campaign);
        AppendParameter(url, "utm_term", touch.Term?.Replace(' ', '+'));
        AppendParameter(url, "utm_content", touch.Content);
        if (touch.ClickIdName is { } name)
        {
            AppendParameter(url, name, touch.ClickId);
        }

        return url.ToString();
    }

    /// <summary>A JSON array of one to three touches, the given one last and shortly before the lead arrived.</summary>
    public static string Attribution(in Touch last, DateTime arrivedAt, SeededRandom random, StringBuilder json)
    {
        var earlier = random.Below(20) switch
        {
            < 12 => 0,
            < 17 => 1,
            _ => 2,
        };
        var lastAt = arrivedAt.AddSeconds(-20 - random.Below(3600));
        var between = TimeSpan.FromSeconds(600 + random.Below(14 * 24 * 3600));
        json.Clear().Append('[');
        for (var back = earlier; back > 0; back--)
        {
            AppendTouch(json, Draw(Channels, random), lastAt - back * between);
            json.Append(',');
        }

        AppendTouch(json, last, lastAt);
        return json.Append(']').ToString();
    }

    // All values are plain ASCII without quotes: ours by the text resource, the tenant's by Slug.
    private static void AppendTouch(StringBuilder json, in Touch touch, DateTime at)
    {
        json.Append('{');
        AppendField(json, "source", touch.Channel.Source);
        AppendField(json, "medium", touch.Channel.Medium);
        AppendField(json, "campaign", touch.Campaign);
        AppendField(json, "term", touch.Term);
        AppendField(json, "content", touch.Content);
        if (touch.ClickIdName is { } name)
        {
            AppendField(json, name, touch.ClickId);
        }

        json.Append("\"landing_page\":\"").Append(Site).Append(touch.Page).Append("\",");
        AppendField(json, "referrer", touch.Channel.Referrer);
        json.Append(CultureInfo.InvariantCulture, $"\"touched_at\":\"{at:s}Z\"}}");
    }

    private static void AppendField(StringBuilder json, string name, string? value)
    {
        if (value is not null)
        {
            json.Append('"').Append(name).Append("\":\"").Append(value).Append("\",");
        }
    }

    private static void AppendParameter(StringBuilder url, string name, string? value)
    {
        if (value is not null)
        {
            url.Append('&').Append(name).Append('=').Append(value);
        }
    }

    // As long as the real ones, and with the beginnings that people know them by.
    private static string NewClickId(string name, SeededRandom random) => name switch
    {
        "gclid" => NewClickId("Cj0KCQ", 50, ClickIdLetters, random),
        "gbraid" => NewClickId("0AAAAA", 26, ClickIdLetters, random),
        "wbraid" => NewClickId("CkYKCQ", 32, ClickIdLetters, random),
        "msclkid" => NewClickId("", 32, "0123456789abcdef", random),
        _ => NewClickId("IwAR", 54, ClickIdLetters, random),
    };

    private static string NewClickId(string beginning, int length, ReadOnlySpan<char> letters, SeededRandom random)
    {
        Span<char> id = stackalloc char[length];
        var bits = 0UL;
        for (var i = 0; i < length; i++)
        {
            // Ten letters of six bits from each random number; both alphabets are powers of two.
            bits = i % 10 == 0 ? random.Next() : bits >> 6;
            id[i] = letters[(int)bits & (letters.Length - 1)];
        }

        return string.Concat(beginning, id);
    }

    private static string Slug(string[] words)
    {
        var asciiWords = words.Select(word => string.Concat(word.Where(char.IsAsciiLetterOrDigit))).Where(word => word.Length > 0);
        return string.Join('-', asciiWords) is { Length: > 0 } slug ? slug : "other";
    }

    private static Channel ParseChannel(string line)
    {
        var fields = line.Split(" | ");
        return new(fields[0].Split(' '), fields[1], fields[2], Words(fields[3]), Words(fields[4]), fields[5] == "-" ? null : fields[5]);

        static string[] Words(string field) => field == "-" ? [] : field.Split(' ');
    }
}
