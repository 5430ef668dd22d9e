using System.Text.Json.Serialization;
using Leadline.Platform.Http;
using Leadline.SingleSignOn.Domains;

namespace Leadline.SingleSignOn;

/// <summary>By which provider members sign in to the tenant. Its secret is told to nobody.</summary>
/// <param name="Issuer">What the provider calls itself.</param>
/// <param name="ClientId">What Leadline is called there.</param>
/// <param name="IsRequired">True where nothing but a sign-in by the provider opens the tenant.</param>
/// <param name="RedirectUri">The address that the provider must allow Leadline to be led back to, letter by letter.</param>
/// <param name="SignInUri">The address that leads to the provider and back.</param>
/// <param name="CreatedAt">When it was set up.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record SingleSignOnResource(string Issuer, string ClientId, bool IsRequired, string RedirectUri, string SignInUri, DateTime CreatedAt, DateTime UpdatedAt)
{
    /// <summary>The resource of a provider.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="http">The call, which tells by what address the installation is reached.</param>
    public static SingleSignOnResource Of(IdentityProvider provider, HttpContext http)
    {
        var here = HereOf(http);
        return new SingleSignOnResource(
            provider.Issuer, provider.ClientId, provider.IsRequired, here + FinishSignIn.AddressOf(provider.TenantId), here + StartSignIn.AddressOf(provider.TenantId),
            provider.CreatedAt, provider.UpdatedAt);
    }

    /// <summary>The address by which the installation is reached, as far as it is known, without a slash at its end.</summary>
    internal static string HereOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<PublicAddress>().Of(http) ?? $"{http.Request.Scheme}://{http.Request.Host}";
}

/// <summary>Generated JSON contracts of the wire types of single sign-on.</summary>
[JsonSerializable(typeof(Record<SingleSignOnResource>))]
[JsonSerializable(typeof(Record<DomainResource>))]
[JsonSerializable(typeof(DomainList))]
internal sealed partial class SingleSignOnJson : JsonSerializerContext;
