using System.Globalization;
using Leadline.Callers;
using Leadline.OAuth;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Sessions;
using Leadline.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Apps;

/// <summary>What acts for a person while they are away: the apps they allowed something, and their personal tokens: <c>/account/access</c>.</summary>
public sealed class MyAccess(LeadlineDatabase database, AuthorizedApps allowed, PersonalTokens tokens, Standings standings, TimeProvider clock)
{
    internal const string Address = "/account/access";

    /// <summary>Maps the page and its forms.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/access", (HttpContext http, MyAccess page, CancellationToken ct) => page.ShowAsync(http, NewTokenForm.Empty(http.User.VouchedIn()), [], ct)).RequireAuthorization();
        pages.MapPost("/access/apps/{id:long}/revoke", (long id, HttpContext http, IFormCollection form, MyAccess page, CancellationToken ct) => page.RevokeAppAsync(id, http, ct)).RequireAuthorization();
        pages.MapPost("/access/tokens", (HttpContext http, IFormCollection form, MyAccess page, CancellationToken ct) => page.AddTokenAsync(http, NewTokenForm.Of(form), ct)).RequireAuthorization();
        pages.MapPost("/access/tokens/{id:long}/revoke", (long id, HttpContext http, IFormCollection form, MyAccess page, CancellationToken ct) => page.RevokeTokenAsync(id, http, ct)).RequireAuthorization();
    }

    private async Task<IResult> ShowAsync(HttpContext http, NewTokenForm form, List<Problem> problems, CancellationToken ct)
    {
        var user = SessionStore.UserOf(http.User);
        var mine = await TenantsAsync(http, ct);
        await using var db = database.Platform();
        var numbers = mine.Select(tenant => tenant.Id).ToList();
        var now = clock.GetUtcNow().UtcDateTime;
        var made = await db.PersonalTokens.AsNoTracking().Where(token => token.UserId == user && numbers.Contains(token.TenantId)).OrderByDescending(token => token.Id).ToListAsync(ct);
        return new RazorComponentResult<AccessPage>(new
        {
            Person = http.User.Identity?.Name,
            Apps = await AllowedAsync(db, http, ct),
            Tenants = mine,
            Tokens = (IReadOnlyList<ShownToken>)[.. made.Select(token => new ShownToken(token, mine.First(tenant => tenant.Id == token.TenantId).Name, token.ExpiresAt <= now))],
            Form = form,
            LongestDays = PersonalTokens.DaysFor(http.User.VouchedIn()),
            Problems = problems,
        })
        { StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    private async Task<IResult> RevokeAppAsync(long id, HttpContext http, CancellationToken ct)
    {
        await using var db = database.Platform();
        if ((await AllowedAsync(db, http, ct)).Any(app => app.Id == id))
        {
            await allowed.RevokeAsync(db, SessionStore.UserOf(http.User), id, http, ct);
        }

        return TypedResults.LocalRedirect(Address);
    }

    private async Task<IResult> AddTokenAsync(HttpContext http, NewTokenForm form, CancellationToken ct)
    {
        var user = SessionStore.UserOf(http.User);
        var tenant = (await TenantsAsync(http, ct)).FirstOrDefault(mine => mine.Id == form.Tenant);
        var problems = form.Problems(tenant, PersonalTokens.DaysFor(http.User.VouchedIn())).ToList();
        await using var db = database.Platform();
        if (tenant is not null && (await tokens.ListAsync(db, user, new TenantId(tenant.Id), ct)).Count >= PersonalTokens.Most)
        {
            problems.Add(new Problem("", T["You have {0} tokens there already. Remove some first.", PersonalTokens.Most]));
        }

        if (problems.Count > 0 || tenant is null)
        {
            return await ShowAsync(http, form, problems, ct);
        }

        var (row, token) = tokens.Add(db, user, new TenantId(tenant.Id), http.User.VouchedIn(), form.Name, form.Scopes, clock.GetUtcNow().UtcDateTime.AddDays(form.Days), http);
        await db.SaveChangesAsync(ct);
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<NewTokenPage>(new { Person = http.User.Identity?.Name, Tenant = tenant, Made = row, Token = token });
    }

    private async Task<IResult> RevokeTokenAsync(long id, HttpContext http, CancellationToken ct)
    {
        var user = SessionStore.UserOf(http.User);
        await using var db = database.Platform();
        if (await db.PersonalTokens.FirstOrDefaultAsync(token => token.Id == id && token.UserId == user, ct) is { } token && http.User.CountsIn(token.TenantId))
        {
            tokens.Revoke(db, token, http);
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.LocalRedirect(Address);
    }

    // A session that came through a tenant's provider counts for that one alone.
    private async Task<IReadOnlyList<AuthorizedApp>> AllowedAsync(PlatformDb db, HttpContext http, CancellationToken ct) =>
    [
        .. (await allowed.ListAsync(db, SessionStore.UserOf(http.User), ct))
            .Where(app => app.TenantId is { } tenant ? http.User.CountsIn(tenant) : http.User.VouchedIn() is null),
    ];

    private async Task<IReadOnlyList<AccessTenant>> TenantsAsync(HttpContext http, CancellationToken ct)
    {
        var mine = await standings.OfPersonAsync(SessionStore.UserOf(http.User), http.User.VouchedIn(), ct);
        await using var db = database.Platform();
        var names = await db.Tenants.AsNoTracking().Where(tenant => mine.Keys.Contains(tenant.Id)).OrderBy(tenant => tenant.Name).ThenBy(tenant => tenant.Id).ToListAsync(ct);
        return [.. names.Select(tenant => new AccessTenant(tenant.Id, tenant.Name, [.. Scopes.All.Where(scope => mine[tenant.Id].Permissions?.Contains(scope) != false)]))];
    }
}

/// <summary>A tenant the person works in.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Scopes">What their roles allow them there.</param>
public sealed record AccessTenant(long Id, string Name, IReadOnlyList<string> Scopes);

/// <summary>A personal token as its person sees it.</summary>
/// <param name="Token">The token.</param>
/// <param name="Tenant">The name of the tenant it counts in.</param>
/// <param name="HasEnded">Whether its time is over.</param>
public sealed record ShownToken(PersonalToken Token, string Tenant, bool HasEnded);

/// <summary>What the form for a new personal token holds.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Tenant">The tenant it counts in.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="Days">For how many days.</param>
public sealed record NewTokenForm(string Name, long Tenant, IReadOnlyList<string> Scopes, int Days)
{
    private const int LongestName = 255;

    /// <summary>The form before anything was typed.</summary>
    public static NewTokenForm Empty(long? provider) => new("", 0, [], Math.Min(90, PersonalTokens.DaysFor(provider)));

    /// <summary>What was sent.</summary>
    public static NewTokenForm Of(IFormCollection sent) => new(
        sent["name"].ToString().Trim(),
        long.TryParse(sent["tenant"], NumberStyles.None, CultureInfo.InvariantCulture, out var tenant) ? tenant : 0,
        [.. Tenants.Scopes.All.Where(scope => sent["scopes"].Contains(scope))],
        int.TryParse(sent["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 0);

    /// <summary>What is wrong with it.</summary>
    /// <param name="tenant">The tenant it counts in; null for none of theirs.</param>
    /// <param name="longestDays">The most days it may be good for.</param>
    public IEnumerable<Problem> Problems(AccessTenant? tenant, int longestDays)
    {
        if (Name.Length is 0 or > LongestName)
        {
            yield return new Problem("name", T["The name must be 1 to {0} characters long.", LongestName]);
        }

        if (tenant is null)
        {
            yield return new Problem("tenant", T["Choose a tenant you work in."]);
        }
        else if (Scopes.Except(tenant.Scopes).Any())
        {
            yield return new Problem("scopes", T["Your roles in {0} do not allow you all of this: {1}.", tenant.Name, string.Join(", ", Scopes.Except(tenant.Scopes))]);
        }

        if (Scopes.Count == 0)
        {
            yield return new Problem("scopes", T["Choose at least one thing it may do."]);
        }

        if (Days < 1 || Days > longestDays)
        {
            yield return new Problem("days", T["It ends after 1 to {0} days.", longestDays]);
        }
    }
}
