using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Leadline.OAuth;

/// <summary>Issues tokens for the operator, who needs no grant: the same tokens in the same store as the endpoint's.</summary>
public sealed class TokenIssuer(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Issues an access token.</summary>
    /// <param name="token">What it says; see <see cref="AccessToken"/>.</param>
    /// <param name="lifetime">How long it is good.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The token, a signed JWT.</returns>
    public async Task<string> IssueAsync(ClaimsPrincipal token, TimeSpan lifetime, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var transaction = await scope.ServiceProvider.GetRequiredService<IOpenIddictServerFactory>().CreateTransactionAsync();
        transaction.CancellationToken = ct;
        transaction.BaseUri = new Uri("http://localhost/");
        var now = clock.GetUtcNow();
        token.SetCreationDate(now).SetExpirationDate(now + lifetime).SetTokenType(TokenTypeIdentifiers.AccessToken).SetAudiences(token.GetResources());

        var issue = new GenerateTokenContext(transaction)
        {
            CreateTokenEntry = true,
            Principal = token,
            TokenFormat = TokenFormats.Private.JsonWebToken,
            TokenType = TokenTypeIdentifiers.AccessToken,
        };
        await scope.ServiceProvider.GetRequiredService<IOpenIddictServerDispatcher>().DispatchAsync(issue);
        return issue.Token ?? throw new InvalidOperationException($"No token was issued: {issue.Error} {issue.ErrorDescription}");
    }
}
