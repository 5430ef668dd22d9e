using Leadline.Platform.Http;

namespace Leadline.SingleSignOn;

/// <summary>What may be sent of a provider.</summary>
public static class ProviderFields
{
    private static readonly BodyField Issuer = BodyField.Text("issuer", "What the provider calls itself: an https address, letter by letter as in its settings.", ProviderDraft.Longest) with { IsNullable = false };
    private static readonly BodyField ClientId = BodyField.Text("client_id", "What Leadline is called at the provider.", ProviderDraft.Longest) with { IsNullable = false };
    private static readonly BodyField ClientSecret = BodyField.Text("client_secret", "The secret that Leadline has at the provider. Told by no answer; left out, it stays. Another issuer needs another.", ProviderDraft.Longest) with { IsNullable = false };
    private static readonly BodyField IsRequired = BodyField.Boolean("is_required", "True where nothing but a sign-in by the provider opens the tenant; null leaves it as it is.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyField> All { get; } = [Issuer, ClientId, ClientSecret, IsRequired];

    /// <summary>Reads a draft; what is wrong is told by the body.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="known">The provider as it is; null for none.</param>
    /// <param name="providers">Says what is wrong.</param>
    public static ProviderDraft Read(Body body, IdentityProvider? known, IdentityProviders providers)
    {
        var draft = ProviderDraft.Of(known);
        body.RefuseOthersThan(All);
        body.Require(known is null ? [.. new[] { Issuer, ClientId, ClientSecret }.Select(field => field with { IsRequired = true })] : []);
        body.Text(Issuer, sent => draft = draft with { Issuer = sent ?? "" });
        body.Text(ClientId, sent => draft = draft with { ClientId = sent ?? "" });
        body.Text(ClientSecret, sent => draft = draft with { ClientSecret = sent ?? "" });
        body.Boolean(IsRequired, sent => draft = draft with { IsRequired = sent ?? draft.IsRequired });
        foreach (var (field, rule) in body.IsValid ? providers.ProblemsOf(draft, known) : [])
        {
            body.Reject(field, rule);
        }

        return draft;
    }
}
