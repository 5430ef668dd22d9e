using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Leadline.Callers;

/// <summary>The SHA-256 of a token, by which it is remembered: no token lies in memory longer than its request.</summary>
public readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>The hash of a token as it stands in the header.</summary>
    public static TokenHash Of(string token)
    {
        var utf8 = token.Length <= 2048 ? stackalloc byte[Encoding.UTF8.GetMaxByteCount(token.Length)] : new byte[Encoding.UTF8.GetMaxByteCount(token.Length)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token, utf8)], hash);
        return new TokenHash(
            BinaryPrimitives.ReadUInt64LittleEndian(hash),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[24..]));
    }
}
