using Leadline.Journal;
using Leadline.Platform.Http;

namespace Leadline.SingleSignOn;

/// <summary>Why something about single sign-on is refused.</summary>
internal static class SingleSignOnRefusals
{
    public const string LockOut = "Sign in by the provider yourself once, then make it the only way in: you would lock yourself out.";

    private const string OwnersOnlyMessage = "Only an owner of the tenant decides by which provider it is opened.";

    private const string NoneMessage = "The tenant has no provider.";

    public static Reply OwnersOnly() => Reply.Refuse(ErrorKind.Forbidden, OwnersOnlyMessage);

    public static Reply None() => Reply.Refuse(ErrorKind.NotFound, NoneMessage);

    public static IResult AnswerOwnersOnly() => ErrorKind.Forbidden.Answer(OwnersOnlyMessage);

    public static IResult AnswerNone() => ErrorKind.NotFound.Answer(NoneMessage);
}
