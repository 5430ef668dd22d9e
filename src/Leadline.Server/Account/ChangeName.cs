using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>Changes what the account calls its person: <c>/account/name</c>. What a tenant calls them is the tenant's.</summary>
public static class ChangeName
{
    internal const string Address = "/account/name";

    /// <summary>The most characters of a name.</summary>
    internal const int Longest = 255;

    /// <summary>Maps the page and its form.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/name", async (SignedIn person, PlatformDb db, CancellationToken ct) => Page(person, (await person.UserAsync(db, ct)).Name, []));
        pages.MapPost("/name", async Task<IResult> ([FromForm] string? name, SignedIn person, PlatformDb db, CancellationToken ct) =>
        {
            if (Check(ref name) is { Count: > 0 } problems)
            {
                return Page(person, name, problems);
            }

            (await person.UserAsync(db, ct)).Name = name;
            await db.SaveChangesAsync(ct);
            return Results.LocalRedirect($"{ShowAccount.Address}?done={ShowAccount.NameChanged}");
        });
    }

    /// <summary>What is wrong with a name.</summary>
    internal static IReadOnlyList<Problem> Check([System.Diagnostics.CodeAnalysis.NotNull] ref string? name)
    {
        name = name?.Trim() ?? "";
        return name.Length is 0 or > Longest ? [new Problem("name", T["The name must be 1 to {0} characters long.", Longest])] : [];
    }

    private static RazorComponentResult<NamePage> Page(SignedIn person, string name, IReadOnlyList<Problem> problems) =>
        new(new { Person = person.Email, Name = name, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}
