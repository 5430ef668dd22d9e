using Leadline.Callers;
using Leadline.OAuth;
using Leadline.Platform.Http;

namespace Leadline.Apps;

/// <summary>What may be sent of an app.</summary>
public static class AppFields
{
    internal const string Confidential = "confidential";
    internal const string Public = "public";

    private static readonly BodyField Name = BodyField.Text("name", "What people call it; they read it when they are asked for consent.") with { IsRequired = true };

    private static readonly BodyField Type = new("type", "string", "confidential for an app that can keep a secret, public for one that runs in a browser or on a phone. It stays so.")
    {
        Options = [Confidential, Public],
        IsNullable = false,
    };

    private static readonly BodyField RedirectUris = new(
        "redirect_uris", "array",
        "Where it lets people come back to after signing in or out, compared letter by letter: https, http on loopback, or for a public app a scheme of its own. None for an app that works on its own account only.");

    private static readonly BodyField ScopesField = new("scopes", "array", "What its tokens may be good for: no more than the caller's.") { IsRequired = true };

    private static readonly BodyField DefaultScopes = new("default_scopes", "array", "What its tokens are good for when none is asked for; null for all of its scopes.");

    /// <summary>Those of a new one.</summary>
    public static IReadOnlyList<BodyField> All { get; } = [Name, Type, RedirectUris, ScopesField, DefaultScopes];

    /// <summary>Those that change.</summary>
    public static IReadOnlyList<BodyField> Changeable { get; } = [Name, RedirectUris, ScopesField, DefaultScopes];

    /// <summary>Reads an app; what is wrong is told by the body.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="known">The app as it is; null for a new one.</param>
    public static AppDraft Read(Body body, App? known)
    {
        body.RefuseOthersThan(known is null ? All : Changeable);
        if (known is null)
        {
            body.Require(All);
        }

        var draft = known is null
            ? new AppDraft("", IsPublic: false, [], [], [])
            : new AppDraft(known.DisplayName ?? "", known.IsPublic, known.Redirects, known.Scopes, known.Defaults);
        var defaults = known is null ? null : draft.DefaultScopes;
        body.Text(Name, name => draft = draft with { Name = name ?? "" });
        body.Text(Type, type => draft = draft with { IsPublic = type == Public });
        body.Texts(RedirectUris, addresses => draft = draft with { Redirects = addresses ?? [] });
        body.Texts(ScopesField, scopes => draft = draft with { Scopes = scopes ?? [] });
        body.Texts(DefaultScopes, scopes => defaults = scopes);

        // A default that the app no longer has was dropped with the scope, unless it was sent anew.
        draft = draft with { DefaultScopes = defaults is null ? draft.Scopes : body.Has(DefaultScopes) ? defaults : [.. defaults.Intersect(draft.Scopes)] };
        foreach (var (field, rule) in body.IsValid ? draft.Problems() : [])
        {
            body.Reject(field, rule);
        }

        return draft;
    }

    /// <summary>What an app would be good for beyond what the caller may do: nobody hands out more than they have.</summary>
    public static IReadOnlyList<string> Beyond(Caller caller, AppDraft draft, App? known) =>
        [.. draft.Scopes.Except(known?.Scopes ?? []).Except(SignInScopes.All).Where(scope => !caller.May(scope))];
}
