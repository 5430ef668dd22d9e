using Leadline.Platform.Http;

namespace Leadline.Callers;

/// <summary>Why a caller may not do what scopes name: the token is not good for it, or their roles do not allow it.</summary>
/// <param name="Kind">The error: <c>insufficient_scope</c> of a token, <c>forbidden</c> by roles.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Challenge">What <c>WWW-Authenticate</c> says (RFC 6750 section 3); null where another token would not help.</param>
public sealed record Denial(ErrorKind Kind, string Message, string? Challenge)
{
    /// <summary>Why a holder may do none of what these scopes name in a tenant; null when they may do one of it, or no scope is asked for.</summary>
    public static Denial? Of(TokenHolder holder, long tenant, IReadOnlyList<string> anyOf)
    {
        if (anyOf.Count == 0 || anyOf.Any(scope => holder.Scopes.Contains(scope) && holder.IsAllowed(tenant, scope)))
        {
            return null;
        }

        var names = string.Join(" or ", anyOf);
        return anyOf.Any(holder.Scopes.Contains)
            ? new Denial(ErrorKind.Forbidden, $"The caller's roles in this tenant do not allow {names}.", null)
            : new Denial(ErrorKind.InsufficientScope, $"The token lacks the scope {names}.", $"Bearer error=\"insufficient_scope\", scope=\"{string.Join(' ', anyOf)}\"");
    }
}
