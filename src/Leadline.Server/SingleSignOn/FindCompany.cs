using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Platform.Text;
using Leadline.SingleSignOn.Domains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Leadline.SingleSignOn;

/// <summary>Asks for an e-mail address and finds the provider of its company: <c>/account/single-sign-on/company</c>.</summary>
public static class FindCompany
{
    /// <summary>The page.</summary>
    public const string Address = "/account/single-sign-on/company";

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/company", ([FromQuery(Name = "return_url")] string? returnUrl) => Page(null, LocalAddress.OrHome(returnUrl), []));
        pages.MapPost("/company", HandleAsync);
    }

    // Browsers keep a form from leading to another host, so that the way on is a link.
    private static async Task<IResult> HandleAsync([FromForm] string? email, [FromForm(Name = "return_url")] string? returnUrl, PlatformDb db, CancellationToken ct)
    {
        var (typed, goOn) = (email?.Trim() ?? "", LocalAddress.OrHome(returnUrl));
        if (!EmailAddress.IsValid(typed) || DomainName.OfEmail(typed) is not { } domain)
        {
            return Page(email, goOn, [new Problem("email", "Type an e-mail address, as in ada@example.com.")]);
        }

        var provider = await db.ProvenDomains.Where(known => known.Domain == domain && known.ProvenAt != null)
            .Join(db.IdentityProviders, known => known.TenantId, provider => provider.TenantId, (_, provider) => provider).AsNoTracking().FirstOrDefaultAsync(ct);
        return provider is null
            ? Page(email, goOn, [new Problem("email", $"No company here signs in by addresses of {domain}. Sign in by e-mail and password, or ask whoever invited you.")])
            : new RazorComponentResult<CompanyFoundPage>(new { Host = new Uri(provider.Issuer).Host, Address = StartSignIn.AddressOf(provider.TenantId, goOn) });
    }

    private static RazorComponentResult<FindCompanyPage> Page(string? email, string returnUrl, IReadOnlyList<Problem> problems) =>
        new(new { Email = email, ReturnUrl = returnUrl, Problems = problems }) { StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
}
