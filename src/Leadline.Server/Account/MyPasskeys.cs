using System.Buffers.Text;
using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Platform.Pages;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>The passkeys of a person: <c>/account/passkeys</c>. A new one asks for the password first; each can be renamed and removed.</summary>
public static class MyPasskeys
{
    internal const string Address = "/account/passkeys";

    private const int LongestName = 100;
    private const int Most = 20;

    /// <summary>Maps the pages and their forms.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/passkeys", async ([FromQuery] string? done, SignedIn person, PlatformDb db, UserManager<User> users, CancellationToken ct) =>
            await PageAsync(person, await person.UserAsync(db, ct), users, "", NoticeOf(done), []));
        pages.MapPost("/passkeys", BeginAsync);
        pages.MapPost("/passkeys/new", AddAsync);
        pages.MapGet("/passkeys/{id}", async (string id, SignedIn person, PlatformDb db, UserManager<User> users, CancellationToken ct) =>
            await FindAsync(await person.UserAsync(db, ct), id, users) is { } passkey ? EditPage(person, passkey, passkey.Name ?? "", []) : Results.NotFound());
        pages.MapPost("/passkeys/{id}/name", RenameAsync);
        pages.MapPost("/passkeys/{id}/remove", RemoveAsync);
    }

    private static async Task<IResult> BeginAsync(
        HttpContext http, [FromForm] string? name, [FromForm] string? password, SignedIn person, PlatformDb db, UserManager<User> users, OwnPassword own, SignInManager<User> people, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        var problems = Check(ref name);
        if ((await users.GetPasskeysAsync(user)).Count >= Most)
        {
            problems = [new Problem("", T["You have {0} passkeys. Remove one first.", Most])];
        }

        problems = [.. problems, .. await own.CheckAsync(http, user, password)];

        return problems.Count > 0
            ? await PageAsync(person, user, users, name, null, problems)
            : new RazorComponentResult<NewPasskeyPage>(new
            {
                Person = person.Email,
                Name = name,
                Options = await people.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = await users.GetUserIdAsync(user), Name = person.Email, DisplayName = user.Name }),
            });
    }

    private static async Task<IResult> AddAsync(
        HttpContext http, [FromForm] string? name, [FromForm] string? credential, SignedIn person, PlatformDb db, UserManager<User> users, AuditLog audit, SignInManager<User> people, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        if (Check(ref name) is { Count: > 0 } problems)
        {
            return await PageAsync(person, user, users, name, null, problems);
        }

        if (string.IsNullOrEmpty(credential) || !await SignInWithPasskey.IsUnderWayAsync(http))
        {
            return await PageAsync(person, user, users, name, null, [new Problem("", T["The page was open for too long. Begin anew."])]);
        }

        var attested = await people.PerformPasskeyAttestationAsync(credential);
        if (!attested.Succeeded || attested.UserEntity.Id != await users.GetUserIdAsync(user))
        {
            return await PageAsync(person, user, users, name, null, [new Problem("", T["The passkey was not accepted. Begin anew, or use another device."])]);
        }

        attested.Passkey.Name = name;
        audit.Add(db, AuditEntry.Of(AuditKinds.SecondFactorChanged, http) with { UserId = user.Id, Details = new() { ["what"] = "passkey added" } });
        return (await users.AddOrUpdatePasskeyAsync(user, attested.Passkey)).Succeeded
            ? Results.LocalRedirect($"{Address}?done=added")
            : await PageAsync(person, user, users, name, null, [new Problem("", T["The passkey could not be kept. Begin anew."])]);
    }

    private static async Task<IResult> RenameAsync(string id, [FromForm] string? name, SignedIn person, PlatformDb db, UserManager<User> users, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        if (await FindAsync(user, id, users) is not { } passkey)
        {
            return Results.NotFound();
        }

        if (Check(ref name) is { Count: > 0 } problems)
        {
            return EditPage(person, passkey, name, problems);
        }

        passkey.Name = name;
        await users.AddOrUpdatePasskeyAsync(user, passkey).SavedAsync();
        return Results.LocalRedirect($"{Address}?done=renamed");
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext http, string id, IFormCollection form, SignedIn person, PlatformDb db, UserManager<User> users, AuditLog audit, CancellationToken ct)
    {
        var user = await person.UserAsync(db, ct);
        if (await FindAsync(user, id, users) is not { } passkey)
        {
            return Results.NotFound();
        }

        audit.Add(db, AuditEntry.Of(AuditKinds.SecondFactorChanged, http) with { UserId = user.Id, Details = new() { ["what"] = "passkey removed" } });
        await users.RemovePasskeyAsync(user, passkey.CredentialId).SavedAsync();
        return Results.LocalRedirect($"{Address}?done=removed");
    }

    private static async Task<UserPasskeyInfo?> FindAsync(User user, string id, UserManager<User> users) =>
        (await users.GetPasskeysAsync(user)).FirstOrDefault(passkey => Base64Url.EncodeToString(passkey.CredentialId) == id);

    private static IReadOnlyList<Problem> Check([System.Diagnostics.CodeAnalysis.NotNull] ref string? name)
    {
        name = name?.Trim() ?? "";
        return name.Length is 0 or > LongestName ? [new Problem("name", T["The name must be 1 to {0} characters long.", LongestName])] : [];
    }

    private static string? NoticeOf(string? done) => done switch
    {
        "added" => T["The passkey is added. You can sign in with it from now on."],
        "renamed" => T["The passkey is renamed."],
        "removed" => T["The passkey is removed. Remove it from your device as well."],
        _ => null,
    };

    private static async Task<IResult> PageAsync(SignedIn person, User user, UserManager<User> users, string name, string? notice, IReadOnlyList<Problem> problems) =>
        new RazorComponentResult<PasskeysPage>(new
        {
            Person = person.Email,
            Name = name,
            Notice = notice,
            Passkeys = (IReadOnlyList<ShownPasskey>)[.. (await users.GetPasskeysAsync(user)).OrderBy(passkey => passkey.CreatedAt)
                .Select(passkey => new ShownPasskey(Base64Url.EncodeToString(passkey.CredentialId), passkey.Name ?? T["Passkey"], passkey.CreatedAt.UtcDateTime))],
            Problems = problems,
        })
        { StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };

    private static RazorComponentResult<PasskeyPage> EditPage(SignedIn person, UserPasskeyInfo passkey, string name, IReadOnlyList<Problem> problems) =>
        new(new { Person = person.Email, Id = Base64Url.EncodeToString(passkey.CredentialId), Name = name, Problems = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}

/// <summary>A passkey as its person sees it.</summary>
/// <param name="Id">Its credential, in base64url.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record ShownPasskey(string Id, string Name, DateTime CreatedAt);
