using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.Users;

/// <summary>What is refused of changes of users, whoever asks.</summary>
internal static class UserRefusals
{
    /// <summary>403: the roles allow more than the caller may do.</summary>
    public static Reply Beyond(IReadOnlyList<string> permissions) =>
        Reply.Refuse(ErrorKind.Forbidden, $"Nobody gives more than they have: the caller may not {string.Join(", ", permissions)} themselves.");

    /// <summary>409: the tenant would be left without an owner.</summary>
    public static Reply LastOwner() => Reply.Conflict("A tenant keeps at least one active owner; make someone else an owner first.");

    /// <summary>403: the account is not the caller's to change.</summary>
    public static Reply NotTheirs() => Reply.Refuse(
        ErrorKind.Forbidden, "E-mail and password are changed by the person themselves, or by an owner for a person who is known to no other tenant.");
}
