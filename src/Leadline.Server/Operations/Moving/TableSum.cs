using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Leadline.Operations.Moving;

/// <summary>A count and a checksum of rows, in whatever order they came.</summary>
internal sealed class TableSum
{
    private readonly ArrayBufferWriter<byte> bytes = new(4096);
    private UInt128 hashes;

    /// <summary>How many rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether the other sum is of the same rows.</summary>
    public bool IsEqualTo(TableSum other) => (Rows, hashes) == (other.Rows, other.hashes);

    /// <summary>Adds a row, its values as they are on their way.</summary>
    public void Add(object?[] row)
    {
        bytes.ResetWrittenCount();
        foreach (var value in row)
        {
            Write(value);
        }

        unchecked
        {
            hashes += XxHash128.HashToUInt128(bytes.WrittenSpan);
        }

        Rows++;
    }

    // Each value after a byte for what it is and, where it has one, its length: no two rows have the same bytes.
    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                WriteByte(0);
                break;
            case long number:
                WriteByte(1);
                WriteNumber(number);
                break;
            case string text:
                WriteByte(2);
                WriteNumber(Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, bytes);
                break;
            case byte[] blob:
                WriteByte(3);
                WriteNumber(blob.Length);
                bytes.Write(blob);
                break;
            default:
                throw new InvalidOperationException($"A {value.GetType().Name} is nothing that is moved.");
        }
    }

    private void WriteByte(byte value)
    {
        bytes.GetSpan(1)[0] = value;
        bytes.Advance(1);
    }

    private void WriteNumber(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }
}
