using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Leadline.Platform;

namespace Leadline.Journal;

/// <summary>
/// Tells calls apart that come under one <c>Idempotency-Key</c>. A fingerprint is kept for a day beside the answer, so it is made with a key
/// of the installation: without that, nobody can try out what the body held.
/// </summary>
public sealed class CallFingerprints(SecretBox secret)
{
    private readonly Lazy<byte[]> key = new(() => secret.KeyFor("calls"));

    /// <summary>The fingerprint of a call.</summary>
    /// <param name="request">Verb, address and condition.</param>
    /// <param name="body">The body as it was sent.</param>
    public string Of(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Value);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{request.Method} {request.Path}{request.QueryString} {request.Headers.IfMatch}\n")));
        hash.AppendData(body);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
