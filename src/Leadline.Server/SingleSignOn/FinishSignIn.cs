using System.Globalization;
using System.Security.Claims;
using Leadline.Audit;
using Leadline.Callers;
using Leadline.Mail;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Platform.Text;
using Leadline.Sessions;
using Leadline.SingleSignOn.Domains;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.SingleSignOn;

/// <summary>
/// Takes people in that a tenant's provider leads back: <c>GET /account/single-sign-on/{tenant}/callback</c>. A provider may assert anything,
/// so what it says lets nobody in but members and the invited of its own tenant, and the session counts there alone.
/// </summary>
public sealed class FinishSignIn(PlatformDb db, TenantWrites writes, Accounts accounts, SignInManager<User> people, BearerTokens tokens, AuditLog audit, Outbox outbox)
{
    private const string By = "single_sign_on";

    /// <summary>Maps the address.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/{tenant:long}/callback", async (
        long tenant, HttpContext http, PlatformDb db, IdentityProviders providers, IAuthenticationHandlerProvider handlers, CancellationToken ct) =>
        await providers.SchemeAsync(db, tenant, ct) is { } scheme
        && await handlers.GetHandlerAsync(http, scheme) is IAuthenticationRequestHandler handler
        && await handler.HandleRequestAsync()
            ? Results.Empty
            : Results.NotFound());

    /// <summary>The address that a tenant's provider leads back to.</summary>
    public static string AddressOf(long tenant) => FormattableString.Invariant($"/account/single-sign-on/{tenant}/callback");

    /// <summary>Says that the provider did not vouch for anybody. What it wrote is told to nobody, for it may be anything.</summary>
    internal static Task FailAsync(RemoteFailureContext failure)
    {
        failure.HandleResponse();
        SingleSignOnMessages.Failed(
            failure.HttpContext.RequestServices.GetRequiredService<ILogger<FinishSignIn>>(), failure.Scheme.Name, failure.Failure?.GetType().Name ?? "", CodeOf(failure.Failure));
        return NotSignedIn().ExecuteAsync(failure.HttpContext);
    }

    /// <summary>Lets the person in whom the provider vouched for, or says that no account fits.</summary>
    /// <param name="received">What the provider said, which its handler has checked.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="issuer">What the provider calls itself.</param>
    public async Task EnterAsync(TicketReceivedContext received, long tenant, string issuer)
    {
        received.HandleResponse();
        var (http, ct) = (received.HttpContext, received.HttpContext.RequestAborted);
        if (StartSignIn.ReplacesUnasked(http, tenant, received.Properties))
        {
            await StartSignIn.AskAgainAsync(received, db, tenant, ct);
            return;
        }

        var claims = received.Principal;
        var subject = claims?.FindFirstValue(ProviderClaims.Subject) ?? throw new InvalidOperationException("The provider vouched for nobody.");
        var login = new UserLoginInfo(IdentityProvider.LoginProvider(tenant), IdentityProvider.LoginKey(issuer, subject), null);
        var email = await EmailAsync(claims, tenant, ct);
        var (user, isAdmitted) = await AdmitAsync(received, tenant, login, email, ct);
        if (!isAdmitted)
        {
            (user, isAdmitted) = await AdmitAsync(received, tenant, login, email, ct); // another answer for the same person may have come first
        }

        if (user is not { } id || !isAdmitted)
        {
            await RefuseAsync(http, tenant, user, email is null && user is null ? "address" : "membership");
            return;
        }

        await SignInAsync(received, tenant, await db.Users.AsNoTracking().SingleAsync(known => known.Id == id, ct));
    }

    private async Task<(long? User, bool IsAdmitted)> AdmitAsync(TicketReceivedContext received, long tenant, UserLoginInfo login, string? email, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var linked = await people.UserManager.FindByLoginAsync(login.LoginProvider, login.ProviderKey);
        var user = linked ?? (email is null ? null : await people.UserManager.FindByEmailAsync(email));
        var member = user is null ? null : await db.Memberships.AsNoTracking()
            .FirstOrDefaultAsync(known => known.UserId == user.Id && known.TenantId == tenant && known.DeletedAt == null, ct);
        return user is null || member is null ? (user?.Id, false)
            : member.IsActive ? (user.Id, (linked is not null && !IsOpenToOthers(user)) || await LinkAsync(received, tenant, user.Id, login, ct))
            : (user.Id, member.InvitedAt is not null && string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase) && await JoinAsync(received, tenant, user.Id, login));
    }

    // Whoever made the account may know its password, since nobody has shown that its address is theirs.
    private static bool IsOpenToOthers(User user) => user is { EmailConfirmed: false, PasswordHash: not null };

    // The address, if the provider says that it has verified it, and may speak for its domain.
    private async Task<string?> EmailAsync(ClaimsPrincipal claims, long tenant, CancellationToken ct)
    {
        var isVerified = (claims.FindFirstValue(ProviderClaims.EmailVerified) ?? claims.FindFirstValue(ProviderClaims.DomainOwnerVerified))?.ToUpperInvariant() is "TRUE" or "1";
        return isVerified && claims.FindFirstValue(ProviderClaims.Email) is { } email && !Nul.IsIn(email) && DomainName.OfEmail(email) is { } domain
            && await db.ProvenDomains.AnyAsync(known => known.TenantId == tenant && known.Domain == domain && known.ProvenAt != null, ct)
                ? email
                : null;
    }

    // The account is read anew in the transaction, so that of two that come back at once the second finds what the first has done.
    private async Task<bool> LinkAsync(TicketReceivedContext received, long tenant, long id, UserLoginInfo login, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var change = await db.Database.BeginTransactionAsync(ct);
        try
        {
            var user = await db.Users.SingleAsync(known => known.Id == id, ct);
            var links = db.Set<IdentityUserLogin<long>>().Where(known => known.LoginProvider == login.LoginProvider && known.ProviderKey == login.ProviderKey);
            var isLinked = await links.AnyAsync(ct);
            if (!await IdentityProviders.StandsAsync(db, received.Scheme.Name, ct) || (isLinked && !await links.AnyAsync(known => known.UserId == id, ct)))
            {
                return false;
            }

            if (!isLinked)
            {
                Tell(db, AuditKinds.SingleSignOnLinked, received.HttpContext, tenant, id);
            }

            if ((!isLinked || IsOpenToOthers(user)) && await accounts.CloseUnprovenAsync(db, user))
            {
                Tell(db, AuditKinds.WaysInEnded, received.HttpContext, tenant, id);
                outbox.Add(db, new LetterOrder(AccountLetters.WaysInEnded, "", user.Email, id, tenant));
            }

            if (!await links.AnyAsync(ct))
            {
                db.Add(new IdentityUserLogin<long> { UserId = id, LoginProvider = login.LoginProvider, ProviderKey = login.ProviderKey });
            }

            await db.SaveChangesAsync(ct);
            await change.CommitAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.IsRefusal() || fault is DbUpdateConcurrencyException)
        {
            return false;
        }

        tokens.ForgetPerson(id);
        return true;
    }

    // As by the mailed link: where nobody has shown that the account is theirs, every way in that was there before ends.
    private async Task<bool> JoinAsync(TicketReceivedContext received, long tenant, long user, UserLoginInfo login)
    {
        var author = new Author(Author.Person, user.ToString(CultureInfo.InvariantCulture), "page");
        var hasJoined = await writes.RunAsync(new TenantView(new TenantId(tenant), Visibility.Of([])), author, "user.join", async write =>
        {
            if (!await IdentityProviders.StandsAsync(write.Platform, received.Scheme.Name)
                || await write.Db.Memberships.FirstOrDefaultAsync(known => known.UserId == user && known.InvitedAt != null && known.DeletedAt == null) is not { } member)
            {
                return false;
            }

            using var users = accounts.In(write);
            var account = await write.Platform.Users.SingleAsync(known => known.Id == user);
            await accounts.CloseUnprovenAsync(write.Platform, account);
            await write.Platform.SaveChangesAsync();
            if (await users.FindByLoginAsync(login.LoginProvider, login.ProviderKey) is null)
            {
                Tell(write.Platform, AuditKinds.SingleSignOnLinked, received.HttpContext, tenant, user);
                await users.AddLoginAsync(account, login).SavedAsync();
            }

            (member.IsActive, member.InvitedAt) = (true, null);
            await write.Db.SaveChangesAsync();
            return true;
        }, CancellationToken.None);
        tokens.ForgetPerson(user);
        return hasJoined;
    }

    // The browser is not remembered as the person's: that would spare guesses at their password, on the word of a provider.
    private async Task SignInAsync(TicketReceivedContext received, long tenant, User user)
    {
        var http = received.HttpContext;
        try
        {
            await people.SignInWithClaimsAsync(
                user, new AuthenticationProperties { IsPersistent = true, Items = { [Voucher.Item] = received.Scheme.Name } },
                [new Claim(SessionClaims.ProviderTenant, tenant.ToString(CultureInfo.InvariantCulture))]);
        }
        catch (VoucherEndedException)
        {
            await NotSignedIn().ExecuteAsync(http);
            return;
        }

        await audit.WriteAsync(AuditEntry.Of(AuditKinds.SignedIn, http) with { TenantId = tenant, UserId = user.Id, Details = new() { ["by"] = By } });
        http.Response.Redirect(LocalAddress.OrHome(received.ReturnUri));
    }

    private static RazorComponentResult<ErrorPage> NotSignedIn() => ErrorPage.Of(
        StatusCodes.Status400BadRequest, T["You are not signed in"],
        T["The sign-in was broken off, took too long, was begun in another browser, or its answer could not be believed. Go back to where you began, and try once more."]);

    private async Task RefuseAsync(HttpContext http, long tenant, long? user, string reason)
    {
        audit.Note(AuditEntry.Of(AuditKinds.SingleSignOnRefused, http) with { TenantId = tenant, UserId = user, IsAnonymous = true, Details = new() { ["reason"] = reason } });
        await ErrorPage.Of(
            StatusCodes.Status403Forbidden, T["No account fits"],
            T["Your company's provider knows you, but no member of its tenant here has your e-mail address. Ask an owner of the tenant to invite you at the address that you have there."])
            .ExecuteAsync(http);
    }

    private void Tell(PlatformDb on, string kind, HttpContext http, long tenant, long user) => audit.Add(on, AuditEntry.Of(kind, http) with { TenantId = tenant, UserId = user });

    private static string CodeOf(Exception? fault) => fault?.Message is ['I', 'D', 'X', ..] and { Length: > 8 } message ? message[..8] : "";
}
