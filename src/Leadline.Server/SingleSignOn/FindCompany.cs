using System.Globalization;
using Leadline.Limits;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Platform.Text;
using Leadline.SingleSignOn.Domains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.SingleSignOn;

/// <summary>Asks for an e-mail address and finds the provider of its company: <c>/account/single-sign-on/company</c>.</summary>
public static class FindCompany
{
    /// <summary>The page.</summary>
    public const string Address = "/account/single-sign-on/company";

    private const string Guess = "company";

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/company", ([FromQuery(Name = "return_url")] string? returnUrl, [FromQuery] string? anew) => Page(new CompanyForm(null, LocalAddress.OrHome(returnUrl), anew is not null), []));
        pages.MapPost("/company", HandleAsync);
    }

    // Browsers keep a form from leading to another host, so that the way on is a link.
    private static async Task<IResult> HandleAsync(
        HttpContext http, [FromForm] string? email, [FromForm(Name = "return_url")] string? returnUrl, [FromForm] string? anew, PlatformDb db, AttemptLimits limits, CancellationToken ct)
    {
        var form = new CompanyForm(email, LocalAddress.OrHome(returnUrl), !string.IsNullOrEmpty(anew));
        var typed = email?.Trim() ?? "";
        if (!EmailAddress.IsValid(typed) || DomainName.OfEmail(typed) is not { } domain)
        {
            return Page(form, [new Problem("email", T["Type an e-mail address, as in ada@example.com."])]);
        }

        // Which companies are here is nobody's to list: a domain that is none's counts as a guess.
        var guess = await limits.BeginAsync(new AttemptAt(Guess, domain, http.Connection.RemoteIpAddress) { CountsAccount = false });
        if (guess.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            return ErrorPage.Of(StatusCodes.Status429TooManyRequests, T["Too many attempts"], T["Wait some minutes and try again, or sign in by e-mail and password."]);
        }

        var provider = await db.ProvenDomains.Where(known => known.Domain == domain && known.ProvenAt != null)
            .Join(db.IdentityProviders, known => known.TenantId, provider => provider.TenantId, (_, provider) => provider).AsNoTracking().FirstOrDefaultAsync(ct);
        if (provider is null)
        {
            return Page(form, [new Problem("email", T["No company here signs in by addresses of {0}. Sign in by e-mail and password, or ask whoever invited you.", domain])]);
        }

        guess.Succeed();
        return new RazorComponentResult<CompanyFoundPage>(new { Host = new Uri(provider.Issuer).Host, Address = StartSignIn.AddressOf(provider.TenantId, form.ReturnUrl, form.IsAnew) });
    }

    private static RazorComponentResult<FindCompanyPage> Page(CompanyForm form, IReadOnlyList<Problem> problems) =>
        new(new { Form = form, Problems = problems }) { StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
}

/// <summary>What the form shows.</summary>
/// <param name="Email">The address that was typed.</param>
/// <param name="ReturnUrl">Where to go on.</param>
/// <param name="IsAnew">True for somebody who is to sign in again.</param>
public sealed record CompanyForm(string? Email, string ReturnUrl, bool IsAnew);
