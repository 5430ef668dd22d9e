using System.Globalization;
using System.Text;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Platform.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Leadline.SingleSignOn;

/// <summary>Sets ASP.NET Core's OpenID Connect handler up for the provider of a tenant: code flow with PKCE, and nothing believed that is not signed by it for us.</summary>
public sealed class ProviderOptions(LeadlineDatabase database, SecretBox box, ProviderConnection connection, TimeProvider clock) : IConfigureNamedOptions<OpenIdConnectOptions>
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(5);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <inheritdoc />
    public void Configure(OpenIdConnectOptions options) => Configure(Options.DefaultName, options);

    /// <inheritdoc />
    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (ProviderScheme.Read(name) is not var (tenant, id, version))
        {
            return;
        }

        using var db = database.Platform();
        var provider = db.IdentityProviders.AsNoTracking().FirstOrDefault(known => known.Id == id && known.Version == version)
            ?? throw new InvalidOperationException("The provider was changed while somebody signed in by it.");
        options.TimeProvider = clock;
        options.Authority = provider.Issuer;
        options.ClientId = provider.ClientId;
        options.ClientSecret = Encoding.UTF8.GetString(box.Open(provider.ClientSecret));
        options.CallbackPath = FinishSignIn.AddressOf(tenant);
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("email");
        options.Scope.Add("profile");
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true; // where the address stands by OpenID Connect Core section 5.4
        options.ClaimActions.Clear();
        options.ClaimActions.MapUniqueJsonKey(ProviderClaims.Email, ProviderClaims.Email);
        options.ClaimActions.MapUniqueJsonKey(ProviderClaims.EmailVerified, ProviderClaims.EmailVerified);
        options.ClaimActions.MapUniqueJsonKey(ProviderClaims.DomainOwnerVerified, ProviderClaims.DomainOwnerVerified);
        options.DisableTelemetry = true;
        options.RequireHttpsMetadata = !connection.AllowsPrivate;
        options.Backchannel = connection.Client;
        options.SignInScheme = Microsoft.AspNetCore.Identity.IdentityConstants.ExternalScheme;
        options.CorrelationCookie.Name = "leadline_provider_state.";
        options.NonceCookie.Name = "leadline_provider_nonce.";
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax; // the provider leads back by a link, and so brings it along
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        options.TokenValidationParameters = new TokenValidationParameters
        {
            ClockSkew = ClockSkew,
            ValidAlgorithms = Algorithms,
            ValidAudience = provider.ClientId,
            IssuerValidator = (issuer, _, _) => issuer == provider.Issuer ? issuer : throw new SecurityTokenInvalidIssuerException("The token is another issuer's."),
        };
        options.Events.OnRedirectToIdentityProvider = StartSignIn.LeadAsync;
        options.Events.OnTokenValidated = CheckAsync;
        options.Events.OnTicketReceived = received => received.HttpContext.RequestServices.GetRequiredService<FinishSignIn>().EnterAsync(received, provider.TenantId, provider.Issuer);
        options.Events.OnRemoteFailure = FinishSignIn.FailAsync;
    }

    // In the code flow the handler takes an unsigned token, since it came over TLS (OpenID Connect Core section 3.1.3.7); here none counts.
    // A provider that was to ask the person again says when they signed in there (section 2): otherwise it may not have asked.
    private Task CheckAsync(TokenValidatedContext validated)
    {
        if (string.IsNullOrEmpty(validated.SecurityToken.RawSignature))
        {
            validated.Fail("The token is not signed.");
        }
        else if (validated.SecurityToken.Claims.Any(claim => Nul.IsIn(claim.Value)))
        {
            validated.Fail($"The token {Nul.Rule}.");
        }
        else if (StartSignIn.IsAnew(validated.Properties) && !IsRecent(validated.SecurityToken.Claims.FirstOrDefault(claim => claim.Type == ProviderClaims.SignedInAt)?.Value))
        {
            validated.Fail("The person did not sign in again.");
        }

        return Task.CompletedTask;
    }

    private bool IsRecent(string? seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var signedInAt)
        && clock.GetUtcNow().ToUnixTimeSeconds() - signedInAt is var age
        && age >= -ClockSkew.TotalSeconds && age <= (Recently + ClockSkew).TotalSeconds;
}

/// <summary>The claims of a provider that count.</summary>
internal static class ProviderClaims
{
    public const string Subject = "sub";
    public const string Email = "email";
    public const string EmailVerified = "email_verified";
    public const string SignedInAt = "auth_time";

    // What Microsoft Entra ID says instead: that the owner of the domain has proven it.
    public const string DomainOwnerVerified = "xms_edov";
}
