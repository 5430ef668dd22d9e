using System.Security.Cryptography;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Sessions;
using Leadline.Tenants;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.SingleSignOn;

/// <summary>Leads to a tenant's provider: <c>GET /account/single-sign-on/{tenant}/start</c>.</summary>
public static class StartSignIn
{
    private const string Anew = "anew";
    private const string SessionAtStart = "session";
    private const string Confirmation = "confirmed";
    private const string Purpose = "Leadline.SingleSignOn.Start";

    private static readonly TimeSpan UntilAskedAgain = TimeSpan.FromMinutes(10);

    /// <summary>Maps the address.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/{tenant:long}/start", HandleAsync);

    /// <summary>The address that leads to a tenant's provider.</summary>
    public static string AddressOf(long tenant) => FormattableString.Invariant($"/account/single-sign-on/{tenant}/start");

    /// <summary>The address that leads to a tenant's provider, and on from there.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="goOn">Where to go on afterwards.</param>
    /// <param name="isAnew">True where the provider must ask the person again, even if they are signed in there.</param>
    public static string AddressOf(long tenant, string goOn, bool isAnew = false) =>
        $"{AddressOf(tenant)}?return_url={Uri.EscapeDataString(goOn)}{(isAnew ? "&anew=1" : "")}";

    /// <summary>Looks at where the provider wants people to be led, and leads them there.</summary>
    internal static Task LeadAsync(RedirectContext redirect)
    {
        var isAllowed = Uri.TryCreate(redirect.ProtocolMessage.IssuerAddress, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && !redirect.Options.RequireHttpsMetadata));
        if (!isAllowed)
        {
            redirect.HandleResponse();
            return Unreachable().ExecuteAsync(redirect.HttpContext);
        }

        if (IsAnew(redirect.Properties))
        {
            (redirect.ProtocolMessage.Prompt, redirect.ProtocolMessage.MaxAge) = ("login", "0");
        }

        return Task.CompletedTask;
    }

    /// <summary>Whether the provider was to ask the person again, even if they are signed in there.</summary>
    internal static bool IsAnew(AuthenticationProperties? sent) => sent?.Items.ContainsKey(Anew) == true;

    /// <summary>Whether the provider's answer would take the place of a session that the person began since they were led to it.</summary>
    internal static bool ReplacesUnasked(HttpContext http, long tenant, AuthenticationProperties? sent) =>
        SessionOf(http) is { } session && http.User.VouchedIn() != tenant && !(sent?.Items.TryGetValue(SessionAtStart, out var before) == true && before == session);

    /// <summary>Asks whether it shall, and leads to the provider once more.</summary>
    internal static async Task AskAgainAsync(TicketReceivedContext received, PlatformDb db, long tenant, CancellationToken ct)
    {
        var http = received.HttpContext;
        var confirmed = Confirmed(SealOf(http.RequestServices.GetRequiredService<IDataProtectionProvider>()), tenant, SessionOf(http) ?? "");
        var address = AddressOf(tenant, LocalAddress.OrHome(received.ReturnUri), IsAnew(received.Properties));
        await (await AskAsync(http, db, tenant, $"{address}&{Confirmation}={confirmed}", ct)).ExecuteAsync(http);
    }

    private static async Task<IResult> HandleAsync(
        long tenant, [FromQuery(Name = "return_url")] string? returnUrl, [FromQuery] string? anew, [FromQuery(Name = Confirmation)] string? confirmed,
        HttpContext http, PlatformDb db, IdentityProviders providers, ProviderDiscovery discovery, IDataProtectionProvider protection, CancellationToken ct)
    {
        if (await providers.SchemeAsync(db, tenant, ct) is not { } scheme)
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, T["No such sign-in"], T["There is no company here that signs in by a provider of its own. Sign in by e-mail and password, or ask whoever sent you here."]);
        }

        // Any site can lead people here, and the provider of any tenant signs in whom it likes: it takes no session's place unasked.
        var (seal, session) = (SealOf(protection), SessionOf(http));
        if (session is not null && http.User.VouchedIn() != tenant && !IsConfirmed(seal, confirmed, tenant, session))
        {
            var here = QueryString.Create(http.Request.Query.Where(sent => sent.Key != Confirmation)).Add(Confirmation, Confirmed(seal, tenant, session));
            return await AskAsync(http, db, tenant, $"{http.Request.Path}{here}", ct);
        }

        if (!await discovery.IsReachableAsync(tenant, scheme, ct))
        {
            return Unreachable();
        }

        var sent = new AuthenticationProperties { RedirectUri = LocalAddress.OrHome(returnUrl), Items = { [SessionAtStart] = session ?? "" } };
        if (anew is not null)
        {
            sent.Items[Anew] = "";
        }

        return TypedResults.Challenge(sent, [scheme]);
    }

    private static string? SessionOf(HttpContext http) => http.User.FindFirst(SessionClaims.Session)?.Value;

    private static ITimeLimitedDataProtector SealOf(IDataProtectionProvider protection) => protection.CreateProtector(Purpose).ToTimeLimitedDataProtector();

    private static string Confirmed(ITimeLimitedDataProtector seal, long tenant, string session) =>
        seal.Protect(FormattableString.Invariant($"{tenant} {session}"), UntilAskedAgain);

    private static bool IsConfirmed(ITimeLimitedDataProtector seal, string? confirmed, long tenant, string session)
    {
        try
        {
            return confirmed is not null && seal.Unprotect(confirmed) == FormattableString.Invariant($"{tenant} {session}");
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static async Task<IResult> AskAsync(HttpContext http, PlatformDb db, long tenant, string address, CancellationToken ct) =>
        new RazorComponentResult<ChangeSessionPage>(new
        {
            Person = http.User.Identity?.Name,
            Tenant = await db.Tenants.Where(known => known.Id == tenant).Select(known => known.Name).SingleAsync(ct),
            Host = new Uri(await db.IdentityProviders.Where(known => known.TenantId == tenant).Select(known => known.Issuer).SingleAsync(ct)).Host,
            Address = address,
        });

    private static RazorComponentResult<ErrorPage> Unreachable() => ErrorPage.Of(
        StatusCodes.Status502BadGateway, T["The sign-in of your company cannot be reached"], T["Its provider does not answer as it should. Try again in some minutes; if it happens once more, tell whoever runs it."]);
}
