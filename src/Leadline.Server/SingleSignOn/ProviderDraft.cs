namespace Leadline.SingleSignOn;

/// <summary>What a provider is set to.</summary>
/// <param name="Issuer">What it calls itself.</param>
/// <param name="ClientId">What Leadline is called there.</param>
/// <param name="ClientSecret">The secret Leadline has there; null keeps the one that is known.</param>
/// <param name="IsRequired">Whether nothing else opens the tenant.</param>
public sealed record ProviderDraft(string Issuer, string ClientId, string? ClientSecret, bool IsRequired)
{
    /// <summary>The most characters of each of its texts.</summary>
    public const int Longest = 255;

    /// <summary>The draft of a provider as it is; of one that is not there yet, empty.</summary>
    public static ProviderDraft Of(IdentityProvider? known) => new(known?.Issuer ?? "", known?.ClientId ?? "", null, known?.IsRequired ?? false);

    /// <summary>What is wrong with it: the field, and the rule it breaks, to be read after "The field x".</summary>
    /// <param name="known">The provider as it is; null for none.</param>
    /// <param name="allowsHttp">Whether the operator allows providers in the own network.</param>
    public IEnumerable<(string Field, string Rule)> Problems(IdentityProvider? known, bool allowsHttp)
    {
        if (Issuer.Length is 0 or > Longest || !IsIssuer(allowsHttp))
        {
            yield return ("issuer", "must be an https address without query or fragment, letter by letter as the provider calls itself");
        }

        if (ClientId.Length is 0 or > Longest)
        {
            yield return ("client_id", $"must be 1 to {Longest} characters long");
        }

        // A secret is for the provider it was given for: it goes to no other.
        if (ClientSecret is { Length: 0 or > Longest } || (ClientSecret is null && known?.Issuer != Issuer))
        {
            yield return ("client_secret", known is null || ClientSecret is not null ? $"must be 1 to {Longest} characters long" : "must be sent with another issuer");
        }
    }

    private bool IsIssuer(bool allowsHttp) =>
        Issuer.All(letter => letter is > ' ' and < (char)127)
        && Uri.TryCreate(Issuer, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (allowsHttp && address.Scheme == Uri.UriSchemeHttp))
        && address is { UserInfo: "", Host.Length: > 0 } && Issuer.IndexOfAny(['?', '#']) < 0;
}
