using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Leadline.Tests.OAuth;

/// <summary>A person at a browser: cookies are kept, redirects are looked at and not followed.</summary>
internal sealed partial class BrowsingPerson : IDisposable
{
    public const string Password = "Correct-horse-7-battery";

    private readonly HttpClient client;

    public BrowsingPerson(LeadlineHost host)
    {
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };
    }

    /// <summary>A new member of a tenant, signed in.</summary>
    public static async Task<(BrowsingPerson Person, long Id, string Email)> NewAsync(TestTenant tenant, string role = "owner")
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var id = await tenant.AddPersonAsync(email, Password, role);
        var person = new BrowsingPerson(tenant.Host);
        await person.SignInAsync(email);
        return (person, id, email);
    }

    public async Task SignInAsync(string email)
    {
        using var signedIn = await SendFormAsync("/account/sign-in", "/account/sign-in", ("email", email), ("password", Password));
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
    }

    public Task<HttpResponseMessage> GetAsync(string address) => client.GetAsync(address);

    /// <summary>The page at an address, which must be one.</summary>
    public async Task<string> PageAsync(string address)
    {
        using var reply = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Fills in the form of a page and sends it.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await (await client.GetAsync(page)).Content.ReadAsStringAsync();
        return await client.PostAsync(action, new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", FormToken().Match(html).Groups[1].Value), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]));
    }

    public Task<HttpResponseMessage> PostAsync(string address, params (string Name, string Value)[] fields) =>
        client.PostAsync(address, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>Goes where an app sends people, decides if asked, and comes back to the app.</summary>
    /// <returns>What the app is told.</returns>
    public async Task<Dictionary<string, string>> AuthorizeAsync(string address, string decision = "allow")
    {
        var reply = await client.GetAsync(address);
        if (reply.StatusCode == HttpStatusCode.OK)
        {
            var html = await reply.Content.ReadAsStringAsync();
            reply = await client.PostAsync("/oauth/authorize", new FormUrlEncodedContent(
            [
                .. HiddenField().Matches(html).Select(field => KeyValuePair.Create(WebUtility.HtmlDecode(field.Groups[1].Value), WebUtility.HtmlDecode(field.Groups[2].Value)))
                    .Where(field => field.Key != "__RequestVerificationToken"),
                KeyValuePair.Create("__RequestVerificationToken", FormTokenOf(html)),
                KeyValuePair.Create("decision", decision),
            ]));
        }

        Assert.True(reply.StatusCode == HttpStatusCode.Redirect, $"{reply.StatusCode} {await reply.Content.ReadAsStringAsync()}");
        return Told(reply);
    }

    /// <summary>What a redirect tells an app.</summary>
    public static Dictionary<string, string> Told(HttpResponseMessage reply) =>
        QueryHelpers.ParseQuery(new Uri(reply.RequestMessage!.RequestUri!, reply.Headers.Location!).Query).ToDictionary(sent => sent.Key, sent => sent.Value.ToString());

    public void Dispose() => client.Dispose();

    // The header's form to sign out has a token as well; any will do.
    private static string FormTokenOf(string html) => FormToken().Match(html).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
