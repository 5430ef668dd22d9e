using System.Text.Json;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Leadline.Journal;

/// <summary>Values of the journal as the properties of entities have them.</summary>
internal static class JournalValue
{
    public static object? Of(IProperty field, JsonElement stored)
    {
        if (stored.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        return type == typeof(bool) ? stored.GetInt64() != 0
            : type == typeof(DateTime) ? Timestamp.FromMicroseconds(stored.GetInt64())
            : type == typeof(long) ? stored.GetInt64()
            : type == typeof(int) ? stored.GetInt32()
            : stored.GetString();
    }
}
