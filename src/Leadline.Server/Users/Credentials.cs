using System.Text.Json;
using Leadline.Platform.Http;

namespace Leadline.Users;

/// <summary>By what a person signs in, as it was sent with a user.</summary>
/// <param name="Email">The address; null when none was sent.</param>
/// <param name="PasswordHash">The hash of the password; null when none was sent.</param>
public sealed record Credentials(string? Email, string? PasswordHash)
{
    private static readonly BodyField EmailField = BodyField.Email("email", "The address by which the person signs in.") with { IsRequired = true };
    private static readonly BodyField PasswordField = new("password", "string", "At least 12 characters, kept as typed. Left out, the person is invited by mail and sets their own.") { IsNullable = false, MaxLength = 255 };
    private static readonly BodyField Confirmation = new("password_confirmation", "string", "The same as password.") { IsNullable = false, MaxLength = 255 };

    /// <summary>The fields.</summary>
    public static IReadOnlyList<BodyField> Fields { get; } = [EmailField, PasswordField, Confirmation];

    /// <summary>Reads them; errors are told by the body. To be called before the change, for it hashes.</summary>
    public static Credentials Read(Body body, Accounts accounts)
    {
        string? email = null;
        body.Text(EmailField, text => email = text);
        var (password, repeated) = (TextOf(body, PasswordField), TextOf(body, Confirmation));
        if (password?.EnumerateRunes().Count() is { } length && (length < accounts.ShortestPassword || length > PasswordField.MaxLength))
        {
            body.Reject(PasswordField.Name, $"must be {accounts.ShortestPassword} to {PasswordField.MaxLength} characters long");
        }

        if (password != repeated && (password is not null || body.Has(Confirmation)))
        {
            body.Reject(Confirmation.Name, "must be the same as password");
        }

        return new Credentials(email, body.IsValid && password is not null ? accounts.Hash(password) : null);
    }

    /// <summary>The password of now, which a person proves to know before they change it.</summary>
    public static BodyField Current { get; } = new("current_password", "string", "The password until now. Needed to change e-mail or password.") { IsNullable = false, MaxLength = 255 };

    /// <summary>Tries the password of now, if one was sent. To be called before the change, for it hashes.</summary>
    /// <returns>The hash that it fits; null when none was sent or it is wrong.</returns>
    public static async Task<string?> ProveAsync(Body body, Accounts accounts, long user) =>
        TextOf(body, Current) is { Length: <= 255 } password ? await accounts.FittingHashAsync(user, password) : null;

    /// <summary>Refuses a change without the password of now.</summary>
    public static void RejectCurrent(Body body) => body.Reject(Current.Name, body.Has(Current) ? "is not the password of this account" : "is required to change e-mail or password");

    /// <summary>Refuses the address.</summary>
    public static void RejectEmail(Body body) => body.Reject(EmailField.Name, "cannot be used: choose another address");

    /// <summary>Refuses an invitation, which needs a link.</summary>
    public static void RejectInvitation(Body body) => body.Reject(
        EmailField.Name, "cannot be invited by mail, since the server does not know its public address: set LEADLINE__PUBLICURL");

    /// <summary>Refuses a password for an account that is there: whoever has it keeps it, whatever else the account is for.</summary>
    public static void RejectPassword(Body body) =>
        body.Reject(PasswordField.Name, "must be left out: this address has an account already, whose password only its holder sets");

    // Not Body.Text, which trims: blanks are part of a password.
    private static string? TextOf(Body body, BodyField field)
    {
        string? text = null;
        body.Json(field, value =>
        {
            if (value is not { ValueKind: JsonValueKind.String } sent)
            {
                body.Reject(field.Name, "must be a string");
            }
            else
            {
                text = sent.GetString();
            }
        });
        return text;
    }
}
