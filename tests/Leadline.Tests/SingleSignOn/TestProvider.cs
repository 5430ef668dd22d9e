using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Leadline.Tests.SingleSignOn;

/// <summary>OpenID Connect providers on loopback, one for each path. They sign everybody in at once, and can be told to lie.</summary>
public sealed class TestProviders : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TestProvider> providers = new();
    private readonly WebApplication app;

    private TestProviders()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/{name}/.well-known/openid-configuration", async (string name) =>
        {
            await Task.Delay(providers[name].Patience);
            return providers[name].Discovery();
        });
        app.MapGet("/{name}/jwks", (string name) => providers[name].Keys());
        app.MapGet("/{name}/authorize", (string name, HttpRequest request) => Results.Redirect(providers[name].Authorize(request.Query)));
        app.MapPost("/{name}/token", async (string name, HttpRequest request) => providers[name].Token(await request.ReadFormAsync()));
        app.MapGet("/{name}/userinfo", async (string name) =>
        {
            await (providers[name].Meanwhile?.Invoke() ?? Task.CompletedTask);
            return providers[name].UserInfo();
        });
    }

    public static async Task<TestProviders> StartAsync()
    {
        var all = new TestProviders();
        await all.app.StartAsync();
        return all;
    }

    /// <summary>A provider of a tenant.</summary>
    public TestProvider Add()
    {
        var name = $"{Guid.NewGuid():N}";
        return providers[name] = new TestProvider($"{app.Urls.Single()}/{name}");
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

/// <summary>How a provider lies.</summary>
public enum Lie
{
    None,
    AnotherNonce,
    AnotherAudience,
    AnotherIssuer,
    AnotherIssuerEverywhere,
    Expired,
    Unsigned,
    SignedByAnother,
    SignedByOurSecret,
    AnotherSubjectAtUserInfo,
}

/// <summary>One provider, and the person at it.</summary>
public sealed class TestProvider(string issuer)
{
    public const string ClientId = "leadline";
    public const string Secret = "a secret of the provider";

    private readonly RSA key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge, string Redirect)> codes = new();

    public string Issuer => issuer;

    /// <summary>Whom it signs in.</summary>
    public string Subject { get; set; } = $"{Guid.NewGuid():N}";

    public string? Email { get; set; }

    public bool? IsVerified { get; set; } = true;

    /// <summary>Whether it tells the address at the userinfo endpoint and not in the token.</summary>
    public bool TellsByUserInfo { get; set; }

    public Lie Lie { get; set; }

    /// <summary>An error that it leads back with, in place of a code.</summary>
    public string? Error { get; set; }

    /// <summary>What Leadline asked for last.</summary>
    public IQueryCollection? Asked { get; private set; }

    public int Calls { get; private set; }

    /// <summary>How long it takes to tell its settings.</summary>
    public TimeSpan Patience { get; set; }

    /// <summary>What happens while it is asked who the person is.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>How long ago it last asked the person; null where it does not say.</summary>
    public TimeSpan? AskedAgo { get; set; } = TimeSpan.Zero;

    /// <summary>Whether it answers nothing but that it is broken.</summary>
    public bool IsDown { get; set; }

    /// <summary>What it says instead of whether the address is verified, as Microsoft Entra ID does.</summary>
    public string? DomainOwnerVerified { get; set; }

    public IResult Discovery()
    {
        Calls++;
        return IsDown ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Json(new JsonObject
        {
            ["issuer"] = Lie == Lie.AnotherIssuerEverywhere ? "https://login.example.com" : issuer,
            ["authorization_endpoint"] = $"{issuer}/authorize",
            ["token_endpoint"] = $"{issuer}/token",
            ["userinfo_endpoint"] = $"{issuer}/userinfo",
            ["jwks_uri"] = $"{issuer}/jwks",
            ["response_types_supported"] = new JsonArray("code"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        });
    }

    public IResult Keys()
    {
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return Json(new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA", ["use"] = "sig", ["kid"] = "one", ["n"] = Base64Url.EncodeToString(numbers.Modulus), ["e"] = Base64Url.EncodeToString(numbers.Exponent),
            }),
        });
    }

    public string Authorize(IQueryCollection asked)
    {
        Asked = asked;
        if (Error is not null)
        {
            return QueryHelpers.AddQueryString(asked["redirect_uri"]!, new Dictionary<string, string?> { ["error"] = Error, ["error_description"] = "<b>the provider's words</b>", ["state"] = asked["state"] });
        }

        var code = $"{Guid.NewGuid():N}";
        codes[code] = (asked["nonce"]!, asked["code_challenge"]!, asked["redirect_uri"]!);
        return QueryHelpers.AddQueryString(asked["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = asked["state"] });
    }

    public IResult Token(IFormCollection form)
    {
        var isGood = codes.TryRemove(form["code"].ToString(), out var code)
            && form["client_id"] == ClientId && form["client_secret"] == Secret && form["redirect_uri"] == code.Redirect
            && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == code.Challenge;
        return isGood
            ? Json(new JsonObject { ["access_token"] = "access", ["token_type"] = "Bearer", ["expires_in"] = 60, ["id_token"] = IdToken(code.Nonce) })
            : Results.BadRequest(new { error = "invalid_grant" });
    }

    public IResult UserInfo()
    {
        var told = new JsonObject { ["sub"] = Lie == Lie.AnotherSubjectAtUserInfo ? "another" : Subject };
        if (TellsByUserInfo)
        {
            Describe(told);
        }

        return Json(told);
    }

    private string IdToken(string nonce)
    {
        var now = DateTimeOffset.UtcNow.AddMinutes(Lie == Lie.Expired ? -20 : 0).ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Lie is Lie.AnotherIssuer or Lie.AnotherIssuerEverywhere ? "https://login.example.com" : issuer,
            ["aud"] = Lie == Lie.AnotherAudience ? "another" : ClientId,
            ["sub"] = Subject,
            ["nonce"] = Lie == Lie.AnotherNonce ? "another" : nonce,
            ["iat"] = now,
            ["exp"] = now + 300,
        };
        if (AskedAgo is { } ago)
        {
            claims["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (long)ago.TotalSeconds;
        }

        if (!TellsByUserInfo)
        {
            Describe(claims);
        }

        var algorithm = Lie switch { Lie.Unsigned => "none", Lie.SignedByOurSecret => "HS256", _ => "RS256" };
        var text = $"{Part(new JsonObject { ["alg"] = algorithm, ["kid"] = "one", ["typ"] = "JWT" })}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private byte[] Sign(byte[] text)
    {
        switch (Lie)
        {
            case Lie.Unsigned:
                return [];
            case Lie.SignedByOurSecret:
                return HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), text);
            case Lie.SignedByAnother:
                using (var other = RSA.Create(2048))
                {
                    return other.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                }

            default:
                return key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private void Describe(JsonObject claims)
    {
        claims["email"] = Email;
        if (IsVerified is { } verified)
        {
            claims["email_verified"] = verified;
        }

        if (DomainOwnerVerified is { } owned)
        {
            claims["xms_edov"] = owned;
        }
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static IResult Json(JsonObject json) => Results.Text(json.ToJsonString(), "application/json");
}
