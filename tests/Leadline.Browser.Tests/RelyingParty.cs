using System.Text.Json.Nodes;
using Leadline.Tests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Leadline.Browser.Tests;

/// <summary>A web application that signs people in with Leadline by ASP.NET Core's own OpenID Connect client, as it comes.</summary>
internal sealed class RelyingParty : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly LeadlineHost host;
    private string clientId = "";
    private string? clientSecret;

    private RelyingParty(LeadlineHost host)
    {
        this.host = host;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAuthentication(schemes =>
            {
                schemes.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                schemes.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie(cookie => cookie.Cookie.Name = "relying_party")
            .AddOpenIdConnect(client =>
            {
                client.Authority = host.Address.ToString();
                client.ClientId = clientId;
                client.ClientSecret = clientSecret;
                client.ResponseType = OpenIdConnectResponseType.Code;
                client.ResponseMode = OpenIdConnectResponseMode.Query;
                client.RequireHttpsMetadata = false;
                client.SaveTokens = true;
                client.GetClaimsFromUserInfoEndpoint = true;
                client.MapInboundClaims = false;
                client.CorrelationCookie.SecurePolicy = client.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                client.CorrelationCookie.SameSite = client.NonceCookie.SameSite = SameSiteMode.Lax;
                foreach (var scope in new[] { "email", "leads:read", "offline_access" })
                {
                    client.Scope.Add(scope);
                }

                client.Events.OnRemoteFailure = context =>
                {
                    context.HandleResponse();
                    return context.Response.WriteAsync($"Refused: {context.Failure?.Message}");
                };
            });
        builder.Services.AddAuthorization();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", async (HttpContext http) =>
        {
            AccessToken = await http.GetTokenAsync("access_token");
            RefreshToken = await http.GetTokenAsync("refresh_token");
            return $"Hello {http.User.FindFirst("name")?.Value}, {http.User.FindFirst("email")?.Value}";
        }).RequireAuthorization();
        app.MapGet("/out", () => TypedResults.SignOut(
            new AuthenticationProperties { RedirectUri = "/bye" }, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
        app.MapGet("/bye", () => "Bye");
        app.MapGet("/favicon.ico", () => TypedResults.NoContent()); // which browsers ask for
    }

    public Uri Address => new(app.Urls.Single());

    public string? AccessToken { get; private set; }

    public string? RefreshToken { get; private set; }

    /// <summary>Starts it, and registers it with a tenant.</summary>
    public static async Task<RelyingParty> StartAsync(TestTenant tenant, bool isPublic)
    {
        var party = new RelyingParty(tenant.Host);
        await party.app.StartAsync();
        (party.clientId, party.clientSecret) = await tenant.AddAppAsync(
            "openid profile email offline_access leads:read",
            [new Uri(party.Address, "/signin-oidc").ToString(), new Uri(party.Address, "/signout-callback-oidc").ToString()],
            isPublic);
        return party;
    }

    /// <summary>Asks an endpoint of Leadline's, found in its discovery document, with a message of the client library.</summary>
    public async Task<(int Status, JsonObject Json)> AskAsync(Func<OpenIdConnectConfiguration, string> endpoint, params (string Name, string? Value)[] parameters)
    {
        using var client = new HttpClient();
        var configuration = OpenIdConnectConfiguration.Create(await client.GetStringAsync(new Uri(host.Address, "/.well-known/openid-configuration")));
        var message = new OpenIdConnectMessage { ClientId = clientId, ClientSecret = clientSecret };
        foreach (var (name, value) in parameters)
        {
            message.SetParameter(name, value);
        }

        using var reply = await client.PostAsync(endpoint(configuration), new FormUrlEncodedContent(message.Parameters));
        var text = await reply.Content.ReadAsStringAsync();
        return ((int)reply.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
