using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests;

/// <summary>What the pages of a test complain about in the console, do against their content policy, or ask of hosts that are none of theirs.</summary>
/// <param name="hosts">Where the pages come from.</param>
public sealed class Complaints(params Uri[] hosts)
{
    private readonly ConcurrentQueue<(string Text, string Address)> heard = [];
    private readonly ConcurrentQueue<string> refused = [];

    /// <summary>Listens to a page from here on.</summary>
    public async Task<IPage> HearAsync(IPage page)
    {
        page.PageError += (_, error) => heard.Enqueue((error, ""));
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                heard.Enqueue((message.Text, message.Location));
            }
        };
        page.Request += (_, request) => AskedFor(request.Url);
        page.WebSocket += (_, socket) => AskedFor(socket.Url);
        page.Response += (_, reply) =>
        {
            if (reply.Status is >= 400 and < 500 && reply.Request.IsNavigationRequest)
            {
                refused.Enqueue(reply.Url);
            }
        };
        await page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', event => console.error(`Against the content policy: ${event.violatedDirective} ${event.blockedURI}`))");
        return page;
    }

    /// <summary>No error in the console, no request to another host, nothing against the content policy.</summary>
    public void AssertNone() => Assert.Empty(heard.Where(one => !IsOfRefusal(one.Text, one.Address)).Select(one => one.Text));

    // A form that is refused and a page that is not there have their status, which the browser tells as an error.
    private bool IsOfRefusal(string text, string address) =>
        text.StartsWith("Failed to load resource", StringComparison.Ordinal) && refused.Any(page => address.StartsWith(page, StringComparison.Ordinal));

    private void AskedFor(string address)
    {
        var uri = new Uri(address);
        if (uri.Scheme is not ("data" or "blob") && !hosts.Any(host => uri.IsLoopback && uri.Port == host.Port))
        {
            heard.Enqueue(($"Asked another host: {address}", ""));
        }
    }
}
