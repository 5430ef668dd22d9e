using System.Globalization;
using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Sessions;
using Leadline.SingleSignOn.Domains;
using Leadline.Users;
using Leadline.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.SingleSignOn;

/// <summary>Where owners decide by which provider their tenant is opened: <c>/account/single-sign-on</c>.</summary>
public sealed class ManageSingleSignOn(LeadlineDatabase database, TenantWrites writes, IdentityProviders providers, TenantDomains domains, Standings standings, BearerTokens tokens)
{
    internal const string Address = "/account/single-sign-on";

    /// <summary>Maps the page and its forms.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("", (HttpContext http, ManageSingleSignOn page, CancellationToken ct) => page.ShowAsync(http, NumberOf(http.Request.Query["tenant"]), ct)).RequireAuthorization();
        pages.MapPost("/{tenant:long}", (long tenant, HttpContext http, IFormCollection form, ManageSingleSignOn page) => page.SetAsync(tenant, http, form)).RequireAuthorization();
        pages.MapPost("/{tenant:long}/remove", (long tenant, HttpContext http, IFormCollection form, ManageSingleSignOn page) => page.RemoveAsync(tenant, http)).RequireAuthorization();
        pages.MapPost("/{tenant:long}/domains", (long tenant, HttpContext http, IFormCollection form, ManageSingleSignOn page) => page.AddDomainAsync(tenant, http, form)).RequireAuthorization();
        pages.MapPost("/{tenant:long}/domains/{id:long}/proof", (long tenant, long id, HttpContext http, IFormCollection form, ManageSingleSignOn page) => page.ProveAsync(tenant, id, http)).RequireAuthorization();
        pages.MapPost("/{tenant:long}/domains/{id:long}/remove", (long tenant, long id, HttpContext http, IFormCollection form, ManageSingleSignOn page) => page.RemoveDomainAsync(tenant, id, http)).RequireAuthorization();
    }

    private async Task<IResult> ShowAsync(HttpContext http, long? tenant, CancellationToken ct, ProviderDraft? draft = null, string domain = "", params List<Problem> problems)
    {
        var owned = await OwnedAsync(http, ct);
        if (owned.Count == 0)
        {
            return ErrorPage.Of(StatusCodes.Status403Forbidden, T["For owners"], T["Only an owner of a tenant decides by which provider it is opened."]);
        }

        var shown = owned.FirstOrDefault(one => one.Id == tenant) ?? owned[0];
        await using var db = database.Platform();
        var provider = await IdentityProviders.FindAsync(db, shown.Id, ct);
        return new RazorComponentResult<SingleSignOnPage>(new
        {
            Person = http.User.Identity?.Name,
            Tenants = owned,
            Tenant = shown,
            IsSetUp = provider is not null,
            Draft = draft ?? ProviderDraft.Of(provider),
            RedirectUri = SingleSignOnResource.HereOf(http) + FinishSignIn.AddressOf(shown.Id),
            Domains = await TenantDomains.ListAsync(db, shown.Id, ct),
            Domain = domain,
            Problems = problems,
            Notice = NoticeOf(http.Request.Query["done"]),
        })
        { StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    private Task<IResult> SetAsync(long tenant, HttpContext http, IFormCollection form) => WriteAsync(tenant, http, "single_sign_on.set", async (write, author) =>
    {
        var known = await IdentityProviders.FindAsync(write.Platform, tenant);
        var secret = form["client_secret"].ToString().Trim();
        var draft = new ProviderDraft(form["issuer"].ToString().Trim(), form["client_id"].ToString().Trim(), secret.Length > 0 ? secret : null, form["is_required"] == "true");
        List<Problem> problems = [.. providers.ProblemsOf(draft, known).Select(problem => new Problem(problem.Field, SentenceOf(problem.Field, Refusals.OfRule(problem.Rule))))];
        if (problems.Count == 0 && await IdentityProviders.LocksOutAsync(write.Platform, tenant, draft, known, SessionStore.UserOf(http.User)))
        {
            problems.Add(new Problem("is_required", Refusals.Of(SingleSignOnRefusals.LockOut)));
        }

        if (problems.Count > 0)
        {
            return await ShowAsync(http, tenant, CancellationToken.None, draft, problems: problems);
        }

        await providers.SetAsync(write.Platform, tenant, known, draft, http, author);
        return await DoneAsync(write, tenant, "set");
    });

    private Task<IResult> RemoveAsync(long tenant, HttpContext http) => WriteAsync(tenant, http, "single_sign_on.delete", async (write, author) =>
    {
        if (await IdentityProviders.FindAsync(write.Platform, tenant) is { } provider)
        {
            await providers.RemoveAsync(write.Platform, provider, http, author);
        }

        return await DoneAsync(write, tenant, "removed");
    });

    private Task<IResult> AddDomainAsync(long tenant, HttpContext http, IFormCollection form) => WriteAsync(tenant, http, "domain.add", async (write, _) =>
    {
        var typed = form["domain"].ToString();
        var (name, known) = (DomainName.Read(typed), await TenantDomains.ListAsync(write.Platform, tenant));
        var problem = name is null ? T["Type a domain with at least two parts, as in example.com."]
            : known.Exists(domain => domain.Domain == name) ? T["This domain is in the list already."]
            : known.Count >= TenantDomains.Most ? T["There are {0} domains already. Remove some first.", TenantDomains.Most]
            : null;
        if (name is null || problem is not null)
        {
            return await ShowAsync(http, tenant, CancellationToken.None, domain: typed, problems: new Problem("domain", problem ?? ""));
        }

        domains.Add(write.Platform, tenant, name);
        return await DoneAsync(write, tenant, "domain");
    });

    private async Task<IResult> ProveAsync(long tenant, long id, HttpContext http)
    {
        bool? hasRecord = false;
        await using (var db = database.Platform())
        {
            if (await OwnsAsync(tenant, http) && await TenantDomains.FindAsync(db, tenant, id) is { } asked)
            {
                hasRecord = await domains.HasRecordAsync(asked, http.RequestAborted);
            }
        }

        return await WriteAsync(tenant, http, "domain.prove", async (write, author) =>
        {
            var problem = await TenantDomains.FindAsync(write.Platform, tenant, id) is not { } domain || hasRecord is false ? ProveDomain.Missing
                : hasRecord is null ? ProveDomain.Unanswered
                : await domains.ProveAsync(write.Platform, domain, http, author) ? null
                : ProveDomain.Taken;
            return problem is null ? await DoneAsync(write, tenant, "proven") : await ShowAsync(http, tenant, CancellationToken.None, problems: new Problem("", Refusals.Of(problem)));
        });
    }

    private Task<IResult> RemoveDomainAsync(long tenant, long id, HttpContext http) => WriteAsync(tenant, http, "domain.remove", async (write, author) =>
    {
        if (await TenantDomains.FindAsync(write.Platform, tenant, id) is { } domain)
        {
            domains.Remove(write.Platform, domain, http, author);
        }

        return await DoneAsync(write, tenant, "domain-removed");
    });

    // Whoever is no owner of the tenant, or came in through another tenant's provider, is told no more than that there is nothing.
    private async Task<IResult> WriteAsync(long tenant, HttpContext http, string action, Func<TenantWrite, Author, Task<IResult>> work)
    {
        if (!await OwnsAsync(tenant, http))
        {
            return Results.NotFound();
        }

        var (id, user) = (new TenantId(tenant), SessionStore.UserOf(http.User));
        var author = new Author(Author.Person, user.ToString(CultureInfo.InvariantCulture), "page");
        var language = CultureInfo.CurrentUICulture; // which does not come along to where changes are made
        var answer = await writes.RunAsync(
            new TenantView(id, await standings.SeenByAsync(id, author, http.RequestAborted)), author, action,
            async write =>
            {
                CultureInfo.CurrentUICulture = language;
                return await UserRoles.IsOwnerAsync(write.Db, user) ? await work(write, author) : Results.NotFound();
            },
            http.RequestAborted);
        tokens.ForgetEveryone();
        return answer;
    }

    private static async Task<IResult> DoneAsync(TenantWrite write, long tenant, string done)
    {
        await write.Platform.SaveChangesAsync(CancellationToken.None);
        return Results.LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"{Address}?tenant={tenant}&done={done}"));
    }

    private async Task<bool> OwnsAsync(long tenant, HttpContext http) => (await OwnedAsync(http, http.RequestAborted)).Any(owned => owned.Id == tenant);

    private Task<IReadOnlyList<OwnedTenant>> OwnedAsync(HttpContext http, CancellationToken ct) =>
        OwnedTenants.OfAsync(database, SessionStore.UserOf(http.User), http.User.VouchedIn(), ct);

    private static long? NumberOf(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string SentenceOf(string field, string rule) => field switch
    {
        "issuer" => T["The issuer {0}.", rule],
        "client_id" => T["The client id {0}.", rule],
        _ => T["The client secret {0}.", rule],
    };

    private static string? NoticeOf(string? done) => done switch
    {
        "set" => T["The provider is set."],
        "removed" => T["The provider is removed."],
        "domain" => T["The domain is added. Publish its record, then check it."],
        "proven" => T["The domain is proven."],
        "domain-removed" => T["The domain is removed."],
        _ => null,
    };
}
