using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Sessions;
using Leadline.SingleSignOn;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>Where apps send people to sign in and to allow them something: <c>GET</c> or <c>POST /oauth/authorize</c> (RFC 6749 section 3.1, OpenID Connect Core section 3.1.2).</summary>
public sealed class Authorize(PlatformDb db, Grants grants, Consents consents, IAntiforgery antiforgery, AuditLog audit, TimeProvider clock)
{
    internal const string Address = "/oauth/authorize";
    internal const string Decision = "decision";
    internal const string Allow = "allow";
    internal const string Deny = "deny";

    // In the address to come back to: the time, in milliseconds since 1970, after which the person must have signed in.
    private const string SignedInAfter = "signed_in_after";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder app) => app
        .MapMethods(Address, [HttpMethods.Get, HttpMethods.Post], (HttpContext http, Authorize authorize, CancellationToken ct) => authorize.HandleAsync(http, ct))
        .WithName(nameof(Authorize))
        .ExcludeFromDescription();

    /// <summary>OpenIddict has checked app, address and challenge; what is left is who the person is, and what they allow.</summary>
    public async Task<IResult> HandleAsync(HttpContext http, CancellationToken ct)
    {
        if (http.GetOpenIddictServerResponse() is { Error: not null } refused)
        {
            return new RazorComponentResult<RefusedPage>(new { refused.Error, Description = refused.ErrorDescription }) { StatusCode = StatusCodes.Status400BadRequest };
        }

        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The authorization endpoint was reached without an OAuth request.");
        if (await grants.AppAsync(request.ClientId, ct) is not { } app)
        {
            return OAuthError.Of(Errors.UnauthorizedClient, "There is no such app.");
        }

        var scopes = request.GetScopes() is { Length: > 0 } asked ? asked : app.Defaults;
        if (scopes.Except(app.Scopes).Any())
        {
            return OAuthError.Of(Errors.InvalidScope, "The app is not good for a scope it asks for.");
        }

        if (await SessionAsync(http, ct) is not { } session)
        {
            return await SignInFirstAsync(http, request, app, ct);
        }

        if (MustSignInAgain(request, session))
        {
            return await SignInFirstAsync(http, request, app, ct);
        }

        if (!await MayUseAsync(app, session, ct))
        {
            if (app.TenantId is { } tenant && session.ProviderTenantId != tenant && await grants.NeedsProviderAsync(tenant, ct))
            {
                return await SignInFirstAsync(http, request, app, ct);
            }

            return OAuthError.Of(Errors.AccessDenied, "The person cannot work in the tenant of the app.");
        }

        return await AnswerAsync(http, request, app, session, scopes, ct);
    }

    private async Task<IResult> AnswerAsync(HttpContext http, OpenIddictRequest request, App app, Session session, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(known => known.Id == session.UserId, ct);
        var decision = await DecisionAsync(http);
        if (decision == Deny)
        {
            return OAuthError.Of(Errors.AccessDenied, "The person did not allow it.");
        }

        if (decision == Allow)
        {
            await consents.RememberAsync(app, user.Id, scopes, ct);
            audit.Add(db, AuditEntry.Of(AuditKinds.AppAllowed, http) with
            {
                TenantId = app.TenantId,
                UserId = user.Id,
                AppId = app.ClientId,
                Details = new JsonObject { ["scopes"] = string.Join(' ', scopes) },
            });
            await db.SaveChangesAsync(ct);
        }
        else if (app.CanBeFeigned
            || (app.ConsentType != ConsentTypes.Implicit && (request.HasPromptValue(PromptValues.Consent) || !await consents.CoverAsync(app, user.Id, scopes, ct))))
        {
            return request.HasPromptValue(PromptValues.None)
                ? OAuthError.Of(Errors.ConsentRequired, "The person has not allowed this yet.")
                : await AskAsync(http, app, user, scopes, ct);
        }

        var token = AccessToken.ForPerson(user, app.TenantId ?? session.ProviderTenantId, scopes, new DateTimeOffset(session.CreatedAt, TimeSpan.Zero), session.ProviderTenantId);
        return TypedResults.SignIn(token, properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private async Task<Session?> SessionAsync(HttpContext http, CancellationToken ct) =>
        long.TryParse(http.User.FindFirstValue(SessionClaims.Session), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await db.Sessions.AsNoTracking().FirstOrDefaultAsync(session => session.Id == id, ct)
            : null;

    private bool MustSignInAgain(OpenIddictRequest request, Session session) =>
        request.HasPromptValue(PromptValues.Login) || request.HasPromptValue(PromptValues.SelectAccount)
        || (request.MaxAge is { } seconds && (clock.GetUtcNow().UtcDateTime - session.CreatedAt).TotalSeconds > seconds)
        || (SignInAsked(request) is { } asked && new DateTimeOffset(session.CreatedAt, TimeSpan.Zero).ToUnixTimeMilliseconds() < asked);

    // A time to come is nobody's asking: a link with one would lead to sign-in for ever.
    private long? SignInAsked(OpenIddictRequest request) =>
        (long?)request[SignedInAfter] is { } asked && asked <= clock.GetUtcNow().ToUnixTimeMilliseconds() ? asked : null;

    // What is answered by signing in is left out of the address to come back to, else it would be asked for again and again; that it was
    // answered shows the time of the session. The session at hand stays until another takes its place, since any site can lead people here.
    private async Task<IResult> SignInFirstAsync(HttpContext http, OpenIddictRequest request, App app, CancellationToken ct)
    {
        if (request.HasPromptValue(PromptValues.None))
        {
            return OAuthError.Of(Errors.LoginRequired, "The person is not signed in.");
        }

        var prompts = request.GetPromptValues().Except([PromptValues.Login, PromptValues.SelectAccount]).ToList();
        var isAnew = request.HasPromptValue(PromptValues.Login) || request.HasPromptValue(PromptValues.SelectAccount) || request.MaxAge is not null;
        var parameters = ParametersOf(http).Where(sent => sent.Name is not (Parameters.Prompt or Parameters.MaxAge)).ToList();
        if (isAnew)
        {
            parameters.RemoveAll(sent => sent.Name == SignedInAfter);
            parameters.Add((SignedInAfter, clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        }

        if (prompts.Count > 0)
        {
            parameters.Add((Parameters.Prompt, string.Join(' ', prompts)));
        }

        var goOn = Address + QueryString.Create(parameters.Select(sent => KeyValuePair.Create(sent.Name, (string?)sent.Value)));
        return app.TenantId is { } tenant && await grants.NeedsProviderAsync(tenant, ct)
            ? TypedResults.LocalRedirect(StartSignIn.AddressOf(tenant, goOn, isAnew))
            : TypedResults.LocalRedirect($"{SessionsModule.SignIn}?return_url={Uri.EscapeDataString(goOn)}&anew=1");
    }

    // A session for which a tenant's provider vouched counts for that tenant alone.
    private async Task<bool> MayUseAsync(App app, Session session, CancellationToken ct) =>
        (app.TenantId ?? session.ProviderTenantId) is not { } tenant
        || await grants.MayWorkAsync(session.UserId, tenant, session.ProviderTenantId, ct);

    // Null until the person has decided; a decision without the form's token is none, since another site may have sent it.
    private async Task<string?> DecisionAsync(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.Form[Decision] is [{ } decision] && await antiforgery.IsRequestValidAsync(http) ? decision : null;

    private async Task<IResult> AskAsync(HttpContext http, App app, User user, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        var tenant = await db.Tenants.Where(known => known.Id == app.TenantId).Select(known => known.Name).FirstOrDefaultAsync(ct);
        return new RazorComponentResult<ConsentPage>(new
        {
            App = app.DisplayName ?? "",
            Tenant = tenant,
            Person = user.Email,
            Scopes = scopes,
            Sent = ParametersOf(http).Where(sent => sent.Name != Parameters.Prompt).ToList(),
        });
    }

    private static IEnumerable<(string Name, string Value)> ParametersOf(HttpContext http) =>
        (HttpMethods.IsPost(http.Request.Method) ? http.Request.Form.AsEnumerable() : http.Request.Query)
            .Where(sent => sent.Key is not (Decision or "__RequestVerificationToken"))
            .SelectMany(sent => sent.Value.OfType<string>().Select(value => (sent.Key, value)));
}
