using System.Globalization;
using System.Text;

namespace Leadline.Platform.Http;

/// <summary>Numbers the pages of a list and links them, as the published page shape has it.</summary>
/// <param name="path">The list's absolute address without a query.</param>
/// <param name="query">What the client asked; every link keeps it, in order, but for the page, which comes last.</param>
/// <param name="page">The page.</param>
/// <param name="total">Records in the whole list.</param>
public sealed class Pager(string path, IEnumerable<(string Name, string Value)> query, PageRequest page, long total)
{
    private const int OnEachSide = 3;
    private const int AtTheEnds = 2;
    private const int NearAnEnd = OnEachSide + 4;
    private const int AllShown = OnEachSide * 2 + 7;

    private readonly string address = WithoutPage(path, query);
    private readonly long last = Math.Max(1, (total + page.Size - 1) / page.Size);

    private string? Previous => page.Number > 1 ? AddressOf(page.Number - 1) : null;

    private string? Next => page.Number < last ? AddressOf(page.Number + 1) : null;

    /// <summary>A pager for the list that a request named, on the address the client used.</summary>
    public static Pager For(QueryParameters query, PageRequest page, long total)
    {
        var request = query.Request;
        return new Pager($"{request.Scheme}://{request.Host}{request.PathBase}{request.Path.Value?.TrimEnd('/')}", query.Pairs, page, total);
    }

    /// <summary>The page with its records.</summary>
    public Page<T> Fill<T>(IReadOnlyList<T> records) => new(
        records,
        new PageLinks(AddressOf(1), AddressOf(last), Previous, Next),
        new PageMeta(
            page.Number,
            From: records.Count > 0 ? page.Skip + 1 : null,
            last,
            Links(),
            path,
            page.Size,
            To: records.Count > 0 ? page.Skip + records.Count : null,
            total));

    private List<PageLink> Links()
    {
        List<PageLink> links = [new(Previous, "&laquo; Previous", Active: false)];
        if (last <= AllShown)
        {
            Show(links, 1, last);
        }
        else if (page.Number <= NearAnEnd)
        {
            Show(links, 1, NearAnEnd + OnEachSide);
            Gap(links);
            Show(links, last - AtTheEnds + 1, last);
        }
        else if (page.Number > last - NearAnEnd)
        {
            Show(links, 1, AtTheEnds);
            Gap(links);
            Show(links, last - NearAnEnd - OnEachSide + 1, last);
        }
        else
        {
            Show(links, 1, AtTheEnds);
            Gap(links);
            Show(links, page.Number - OnEachSide, page.Number + OnEachSide);
            Gap(links);
            Show(links, last - AtTheEnds + 1, last);
        }

        links.Add(new PageLink(Next, "Next &raquo;", Active: false));
        return links;
    }

    private void Show(List<PageLink> links, long from, long to)
    {
        for (var number = from; number <= to; number++)
        {
            links.Add(new PageLink(AddressOf(number), number.ToString(CultureInfo.InvariantCulture), number == page.Number));
        }
    }

    private static void Gap(List<PageLink> links) => links.Add(new PageLink(null, "...", Active: false));

    private string AddressOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{address}page={number}");

    private static string WithoutPage(string path, IEnumerable<(string Name, string Value)> query)
    {
        var address = new StringBuilder(path).Append('?');
        foreach (var (name, value) in query)
        {
            if (name != "page")
            {
                address.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
            }
        }

        return address.ToString();
    }
}
