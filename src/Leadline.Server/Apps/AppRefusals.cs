using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.Apps;

/// <summary>Why something about apps is refused.</summary>
internal static class AppRefusals
{
    public const string OwnersOnlyMessage = "Only an owner of the tenant registers apps.";

    public static Reply OwnersOnly() => Reply.Refuse(ErrorKind.Forbidden, OwnersOnlyMessage);

    public static Reply Beyond(IEnumerable<string> scopes) => Reply.Refuse(ErrorKind.Forbidden, $"Nobody gives an app more than they may do themselves: {string.Join(", ", scopes)}.");

    public static IResult Forbidden(string message) => TypedResults.Json(new Error(ErrorKind.Forbidden.Code, message), statusCode: ErrorKind.Forbidden.Status);
}
