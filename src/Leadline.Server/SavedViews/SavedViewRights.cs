using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.SavedViews;

/// <summary>Who sees and changes which saved views, and how many one may have.</summary>
internal static class SavedViewRights
{
    /// <summary>How many live views a member may have.</summary>
    public const int Most = 100;

    /// <summary>How many deleted views are kept of a member: the oldest beyond that are removed for good.</summary>
    public const int MostDeleted = 100;

    /// <summary>The scopes one of which all calls about views take; what each view takes beyond follows from its list.</summary>
    public static IReadOnlyList<string> AnyOf { get; } = [Scopes.LeadsRead, Scopes.CustomersRead];

    /// <summary>Those that a caller sees: their own and what is shared, of lists that they may read.</summary>
    public static IQueryable<SavedView> SeenBy(this IQueryable<SavedView> views, Caller caller)
    {
        var me = caller.UserId;
        string[] lists = [.. SavedViewFields.Lists.Where(list => caller.May(ToRead(list)))];
        return views.Where(view => lists.Contains(view.List) && (view.IsShared || view.UserId == me));
    }

    /// <summary>One that the caller sees, living or deleted, to be changed.</summary>
    public static Task<SavedView?> FindSeenViewAsync(this TenantDb db, long id, Caller caller) =>
        db.SavedViews.SeenBy(caller).FirstOrDefaultAsync(view => view.Id == id);

    /// <summary>
    /// Why a caller must not leave a view as it is by now; null if they may. One's own takes a scope to write only where it is shared with others, or where
    /// the token was handed to another program; another member's takes the scope on settings.
    /// </summary>
    public static Reply? ToKeep(Caller caller, SavedView view) =>
        DenialOf(caller, ToRead(view.List))
        ?? (view.UserId != caller.UserId ? DenialOf(caller, Scopes.SettingsWrite)
            : view is { IsShared: true, DeletedAt: null } || caller.Token.IsDelegated ? DenialOf(caller, ToWrite(view.List))
            : null);

    /// <summary>How many live views a member has.</summary>
    public static Task<int> CountViewsAsync(this TenantDb db, long user) => db.SavedViews.CountAsync(view => view.UserId == user && view.DeletedAt == null);

    /// <summary>409: the member has as many as one may have.</summary>
    public static Reply TooMany() => Reply.Conflict($"There are {Most} saved views of this member already; delete some first.");

    /// <summary>The scope to read the views of a list.</summary>
    public static string ToRead(string list) => list == SavedViewFields.Customers ? Scopes.CustomersRead : Scopes.LeadsRead;

    private static string ToWrite(string list) => list == SavedViewFields.Customers ? Scopes.CustomersWrite : Scopes.LeadsWrite;

    private static Reply? DenialOf(Caller caller, string scope) => caller.DenialOf(scope) is { } denial ? Reply.Deny(denial) : null;
}
