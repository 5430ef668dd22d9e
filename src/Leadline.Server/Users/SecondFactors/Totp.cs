using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Leadline.Users.SecondFactors;

/// <summary>Codes of an authenticator app: RFC 6238 with SHA-1, six digits and steps of half a minute, as all of these apps count.</summary>
public static class Totp
{
    private const int KeyLength = 20; // RFC 4226 section 4 asks for 160 bits
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 section 6
    private const int Leeway = 1; // steps that a clock may be off, RFC 6238 section 5.2

    /// <summary>A new key, in the letters in which people type it.</summary>
    public static string NewKey() => RandomNumberGenerator.GetString(Base32, KeyLength * 8 / 5);

    /// <summary>Whether a text is such a key.</summary>
    public static bool IsKey(string? text) => text is { Length: KeyLength * 8 / 5 } && text.All(letter => Base32.Contains(letter, StringComparison.Ordinal));

    /// <summary>The step whose code this is; null when it is none of now.</summary>
    public static long? StepOf(string key, string code, DateTimeOffset now)
    {
        var typed = Encoding.UTF8.GetBytes(string.Concat(code.Where(letter => !char.IsWhiteSpace(letter))));
        var (secret, current) = (Bytes(key), now.ToUnixTimeSeconds() / 30);
        long? found = null;
        for (var step = current - Leeway; step <= current + Leeway; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(secret, step)), typed))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>The code of a time.</summary>
    public static string CodeOf(string key, DateTimeOffset time) => CodeOf(Bytes(key), time.ToUnixTimeSeconds() / 30);

    private static string CodeOf(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = CryptographicOperations.HmacData(HashAlgorithmName.SHA1, secret, counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string key)
    {
        var bytes = new byte[key.Length * 5 / 8];
        var (bits, held, at) = (0, 0, 0);
        foreach (var letter in key)
        {
            (bits, held) = ((bits << 5) | Base32.IndexOf(letter, StringComparison.Ordinal), held + 5);
            if (held >= 8)
            {
                bytes[at++] = (byte)(bits >> (held - 8));
                held -= 8;
                bits &= (1 << held) - 1;
            }
        }

        return bytes;
    }
}
