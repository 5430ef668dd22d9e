using Microsoft.Extensions.Options;

namespace Leadline.Platform.Http;

/// <summary>
/// The address that links in mails begin with. Whoever asks for a mail also sends the <c>Host</c> header, and could so make a link lead the
/// receiver to another host; therefore the address is the setting <see cref="LeadlineOptions.PublicUrl"/>. Only an installation that names
/// no proxy, and is reached as loopback over loopback, goes without: there the header cannot lead away from the machine.
/// </summary>
public sealed class PublicAddress(IOptions<LeadlineOptions> options)
{
    private readonly string? setting = Read(options.Value.PublicUrl);
    private readonly bool hasProxies = options.Value.Proxies.Trusted.Length > 0;

    /// <summary>The setting as an address; null without one.</summary>
    public Uri? Setting => setting is null ? null : new Uri(setting);

    /// <summary>The name of the host in the setting; null without one.</summary>
    public string? Host => Setting?.Host;

    /// <summary>The address, without a slash at its end; null when none can be believed, and then no mail with a link may be sent.</summary>
    public string? Of(HttpContext http) => setting ?? (IsLoopback(http) && !hasProxies ? $"{http.Request.Scheme}://{http.Request.Host}" : null);

    private static bool IsLoopback(HttpContext http) =>
        HttpsRule.IsLoopback(http.Request.Host.Host) && http.Connection.LocalIpAddress is { } local && System.Net.IPAddress.IsLoopback(local);

    private static string? Read(string? setting) =>
        string.IsNullOrWhiteSpace(setting) ? null
        : Uri.TryCreate(setting, UriKind.Absolute, out var address) && address is { Scheme: "https" or "http", PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? address.GetLeftPart(UriPartial.Authority)
            : throw new SetupException($"The setting PublicUrl holds {setting}, which is no address of a host: https://crm.example.com.");
}
