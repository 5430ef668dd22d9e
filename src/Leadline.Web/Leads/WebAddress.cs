namespace Leadline.Web.Leads;

/// <summary>Addresses that strangers gave.</summary>
public static class WebAddress
{
    /// <summary>What a link may lead to; null where the text is no address of a web page.</summary>
    public static string? Of(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address.AbsoluteUri : null;
}
