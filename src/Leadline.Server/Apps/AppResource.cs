using System.Text.Json.Serialization;
using Leadline.OAuth;
using Leadline.Platform.Http;

namespace Leadline.Apps;

/// <summary>A program that calls the API: an OAuth 2.0 client.</summary>
/// <param name="Id">The app's number.</param>
/// <param name="TenantId">The tenant it works in.</param>
/// <param name="ClientId">What it calls itself at <c>/oauth/authorize</c> and <c>/oauth/token</c>.</param>
/// <param name="ClientSecret">Its secret: only in the answer that made it, and null ever after.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Type"><c>confidential</c> for one that can keep a secret, else <c>public</c>.</param>
/// <param name="RedirectUris">Where it lets people come back to, letter by letter.</param>
/// <param name="Scopes">What its tokens may be good for.</param>
/// <param name="DefaultScopes">What they are good for when none is asked for.</param>
/// <param name="GrantTypes">By which grants it gets tokens: follows from type, addresses and scopes.</param>
/// <param name="FormerSecretEndsAt">Until when the secret before the current one is good as well; null for no longer.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="DeletedAt">When it was deleted.</param>
public sealed record AppResource(
    long Id, long? TenantId, string ClientId, string? ClientSecret, string Name, string Type, IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> Scopes, IReadOnlyList<string> DefaultScopes, IReadOnlyList<string> GrantTypes,
    DateTime? FormerSecretEndsAt, DateTime CreatedAt, DateTime UpdatedAt, DateTime? DeletedAt)
{
    /// <summary>The resource of an app.</summary>
    public static AppResource Of(App app) => new(
        app.Id, app.TenantId, app.ClientId ?? "", ClientSecret: null, app.DisplayName ?? "", app.IsPublic ? AppFields.Public : AppFields.Confidential,
        app.Redirects, app.Scopes, app.Defaults, app.GrantTypesAllowed,
        app.FormerSecretEndsAt, app.CreatedAt, app.UpdatedAt, app.DeletedAt);
}

/// <summary>Generated JSON contracts of the wire types of apps and personal tokens.</summary>
[JsonSerializable(typeof(Page<AppResource>))]
[JsonSerializable(typeof(Record<AppResource>))]
[JsonSerializable(typeof(PersonalTokenList))]
[JsonSerializable(typeof(Record<PersonalTokenResource>))]
internal sealed partial class AppsJson : JsonSerializerContext;
