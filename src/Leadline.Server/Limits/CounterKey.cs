using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Leadline.Limits;

/// <summary>What is counted, as 128 bits of its SHA-256: no address and no name lies in memory or in the database for it.</summary>
public readonly record struct CounterKey(ulong A, ulong B)
{
    /// <summary>The key of something that has a name among its kind.</summary>
    public static CounterKey Of(string kind, string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{name}"), hash);
        return new CounterKey(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }

    /// <summary>The bytes as the database keeps them.</summary>
    internal byte[] ToBytes()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, A);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), B);
        return bytes;
    }
}

/// <summary>What all processes together counted in one window.</summary>
public sealed class LimitCount
{
    /// <summary>What is counted.</summary>
    public required byte[] Key { get; set; }

    /// <summary>When the window ends, in Unix seconds.</summary>
    public long EndsAt { get; set; }

    /// <summary>How many.</summary>
    public long Calls { get; set; }
}
