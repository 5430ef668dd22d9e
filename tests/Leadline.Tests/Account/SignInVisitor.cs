using System.Net;
using System.Text.RegularExpressions;
using Leadline.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Account;

/// <summary>A browser at some address of the network, which signs in and out as a person does.</summary>
public sealed class SignInVisitor : IDisposable
{
    public const string Password = "correct horse battery";
    private const string SignIn = "/account/sign-in";

    private readonly HttpClient client;

    public SignInVisitor(LeadlineHost host, string? address = null, string? scheme = null)
        : this(host.Address, new CookieContainer(), scheme) => MoveTo(address);

    public SignInVisitor(Uri server, CookieContainer cookies, string? scheme = null)
    {
        Cookies = cookies;
        client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = server };
        if (scheme is not null)
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        }
    }

    public CookieContainer Cookies { get; }

    public HttpClient Http => client;

    public void MoveTo(string? address)
    {
        client.DefaultRequestHeaders.Remove("X-Forwarded-For");
        if (address is not null)
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        }
    }

    /// <summary>Sends the form; 302 is success, 200 a refusal, 429 too many.</summary>
    public async Task<HttpResponseMessage> TryAsync(string email, string password)
    {
        var page = await client.GetStringAsync(SignIn);
        return await SendAsync(page, SignIn, ("email", email), ("password", password));
    }

    public async Task SignInAsync(string email)
    {
        using var reply = await TryAsync(email, Password);
        Assert.Equal(HttpStatusCode.Found, reply.StatusCode);
    }

    public async Task SignOutAsync()
    {
        using var reply = await SendAsync(await client.GetStringAsync("/account"), "/account/sign-out");
        Assert.Equal(HttpStatusCode.Found, reply.StatusCode);
    }

    public async Task<bool> IsSignedInAsync()
    {
        using var reply = await client.GetAsync("/account");
        return reply.StatusCode == HttpStatusCode.OK;
    }

    public static string Token(string page) => WebUtility.HtmlDecode(Regex.Match(page, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]*)\"").Groups[1].Value);

    public Task<HttpResponseMessage> SendAsync(string page, string action, params (string Name, string Value)[] fields) =>
        client.PostAsync(action, new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", Token(page)), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]));

    public void Dispose() => client.Dispose();
}

/// <summary>People who can sign in.</summary>
public static class SignInPeople
{
    /// <summary>Adds a member with a password.</summary>
    public static async Task<(long Id, string Email)> AddMemberAsync(this TestTenant tenant, string role = "agent", string name = "Ada")
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        return (await tenant.Host.Services.GetRequiredService<AddUser>().HandleAsync(tenant.Id, email, role, name, SignInVisitor.Password, CancellationToken.None), email);
    }
}
