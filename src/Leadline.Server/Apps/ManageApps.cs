using System.Globalization;
using Leadline.Callers;
using Leadline.OAuth;
using Leadline.Platform.Database;
using Leadline.Sessions;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;
using Refusals = Leadline.Web.Refusals;

namespace Leadline.Apps;

/// <summary>Where owners register apps: <c>/account/apps</c>.</summary>
public sealed class ManageApps(LeadlineDatabase database, TenantWrites writes, RegisteredApps apps, Standings standings)
{
    internal const string Address = "/account/apps";

    /// <summary>Maps the page and its forms.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/apps", (HttpContext http, ManageApps page, CancellationToken ct) => page.ShowAsync(http, ct)).RequireAuthorization();
        pages.MapPost("/apps", (HttpContext http, IFormCollection form, ManageApps page, CancellationToken ct) => page.AddAsync(http, form, ct)).RequireAuthorization();
        pages.MapPost("/apps/{id:long}/secret", (long id, HttpContext http, IFormCollection form, ManageApps page, CancellationToken ct) => page.RenewSecretAsync(id, http, ct)).RequireAuthorization();
        pages.MapPost("/apps/{id:long}/delete", (long id, HttpContext http, IFormCollection form, ManageApps page, CancellationToken ct) => page.DeleteAsync(id, http, ct)).RequireAuthorization();
    }

    private async Task<IResult> ShowAsync(HttpContext http, CancellationToken ct, NewAppForm? form = null)
    {
        var owned = await OwnedAsync(http, ct);
        var numbers = owned.Select(tenant => tenant.Id).ToList();
        await using var db = database.Platform();
        var known = await db.Apps.AsNoTracking().Where(app => app.DeletedAt == null && app.TenantId != null && numbers.Contains(app.TenantId.Value))
            .OrderBy(app => app.DisplayName).ThenBy(app => app.Id).ToListAsync(ct);
        return new RazorComponentResult<AppsPage>(new { Person = http.User.Identity?.Name, Tenants = owned, Apps = known, Form = form ?? NewAppForm.Empty })
        {
            StatusCode = form is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private async Task<IResult> AddAsync(HttpContext http, IFormCollection sent, CancellationToken ct)
    {
        var form = NewAppForm.Of(sent);
        if ((await OwnedAsync(http, ct)).All(owned => owned.Id != form.Tenant))
        {
            return Refused();
        }

        var problems = form.Problems().ToList();
        if (problems.Count > 0)
        {
            return await ShowAsync(http, ct, form with { Wrong = problems });
        }

        return await WriteAsync(http, form.Tenant, "app.create", async (write, author) =>
        {
            var able = await UserRoles.PermissionsOfAsync(write.Db, SessionStore.UserOf(http.User));
            if (form.Draft.Scopes.Except(SignInScopes.All).Except(able).Any())
            {
                return Refused();
            }

            var (app, secret) = apps.Add(write.Platform, form.Tenant, form.Draft, http, author);
            await write.Platform.SaveChangesAsync(CancellationToken.None);
            return SecretPage(http, app, secret, formerHours: 0);
        });
    }

    private async Task<IResult> RenewSecretAsync(long id, HttpContext http, CancellationToken ct) =>
        await TenantOfAsync(id, ct) is not { } tenant ? Refused() : await WriteAsync(http, tenant, "app.renew_secret", async (write, author) =>
        {
            if (await TenantApps.FindLiveAsync(write.Platform, write.Tenant, id) is not { IsPublic: false } app)
            {
                return Refused();
            }

            var secret = apps.RenewSecret(write.Platform, app, TimeSpan.FromHours(RenewAppSecret.UsualOverlapHours), http, author);
            await write.Platform.SaveChangesAsync(CancellationToken.None);
            return SecretPage(http, app, secret, RenewAppSecret.UsualOverlapHours);
        });

    private async Task<IResult> DeleteAsync(long id, HttpContext http, CancellationToken ct) =>
        await TenantOfAsync(id, ct) is not { } tenant ? Refused() : await WriteAsync(http, tenant, "app.delete", async (write, author) =>
        {
            if (await TenantApps.FindLiveAsync(write.Platform, write.Tenant, id) is { } app)
            {
                await apps.DeleteAsync(write.Platform, app, http, author, CancellationToken.None);
                await write.Platform.SaveChangesAsync(CancellationToken.None);
            }

            return TypedResults.LocalRedirect(Address);
        });

    // Whoever is no owner of the tenant, or came in through another tenant's provider, is told no more than that there is nothing.
    private async Task<IResult> WriteAsync(HttpContext http, long tenant, string action, Func<TenantWrite, Author, Task<IResult>> work)
    {
        var user = SessionStore.UserOf(http.User);
        var author = new Author(Author.Person, user.ToString(CultureInfo.InvariantCulture), "page");
        if ((await OwnedAsync(http, http.RequestAborted)).All(owned => owned.Id != tenant))
        {
            return Refused();
        }

        var id = new TenantId(tenant);
        return await writes.RunAsync(
            new TenantView(id, await standings.SeenByAsync(id, author, http.RequestAborted)), author, action,
            async write => await UserRoles.IsOwnerAsync(write.Db, user) ? await work(write, author) : Refused(),
            http.RequestAborted);
    }

    private Task<IReadOnlyList<OwnedTenant>> OwnedAsync(HttpContext http, CancellationToken ct) =>
        OwnedTenants.OfAsync(database, SessionStore.UserOf(http.User), http.User.VouchedIn(), ct);

    private async Task<long?> TenantOfAsync(long id, CancellationToken ct)
    {
        await using var db = database.Platform();
        return await db.Apps.Where(app => app.Id == id && app.DeletedAt == null).Select(app => app.TenantId).FirstOrDefaultAsync(ct);
    }

    private static RazorComponentResult<AppSecretPage> SecretPage(HttpContext http, App app, string? secret, int formerHours)
    {
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<AppSecretPage>(new { Person = http.User.Identity?.Name, App = app, Secret = secret, FormerHours = formerHours });
    }

    private static StatusCodeHttpResult Refused() => TypedResults.StatusCode(StatusCodes.Status404NotFound);
}

/// <summary>What the form for a new app holds.</summary>
/// <param name="Tenant">The tenant it is for.</param>
/// <param name="Draft">The app.</param>
public sealed record NewAppForm(long Tenant, AppDraft Draft)
{
    private const int LongestName = 255;

    /// <summary>What is wrong: the field, and a sentence about it.</summary>
    public IReadOnlyList<(string Field, string Text)> Wrong { get; init; } = [];

    /// <summary>The form before anything was typed.</summary>
    public static NewAppForm Empty { get; } = new(0, new AppDraft("", IsPublic: false, [], [], []));

    /// <summary>What was sent.</summary>
    public static NewAppForm Of(IFormCollection sent)
    {
        IReadOnlyList<string> scopes = [.. AppDraft.AllScopes.Where(scope => sent["scopes"].Contains(scope))];
        IReadOnlyList<string> addresses = [.. sent["redirect_uris"].ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        var tenant = long.TryParse(sent["tenant"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new NewAppForm(tenant, new AppDraft(sent["name"].ToString().Trim(), sent["type"] == AppFields.Public, addresses, scopes, scopes));
    }

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<(string Field, string Text)> Problems()
    {
        if (Draft.Name.Length is 0 or > LongestName)
        {
            yield return ("name", T["The name must be 1 to {0} characters long.", LongestName]);
        }

        foreach (var (field, rule) in Draft.Problems())
        {
            yield return (field, T["This {0}.", Refusals.OfRule(rule)]);
        }
    }

    /// <summary>What is wrong with a field.</summary>
    public IEnumerable<string> WrongWith(string field) => Wrong.Where(wrong => wrong.Field == field).Select(wrong => wrong.Text);
}
