using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Leadline.Platform.Database;

/// <summary>A module's share of the platform's tables.</summary>
public sealed record PlatformModelPart(Action<ModelBuilder> Configure);

/// <summary>A module's share of the tenant-owned tables.</summary>
public sealed record TenantModelPart(Action<ModelBuilder> Configure);

/// <summary>A row that belongs to one tenant; its key and all its indexes begin with the tenant.</summary>
public interface ITenantOwned
{
    /// <summary>The owner; set by <see cref="TenantDb"/>, never by hand.</summary>
    long TenantId { get; set; }
}

/// <summary>What every table has in common: snake_case names, and times as microseconds of UTC.</summary>
public static class ModelConventions
{
    /// <summary>Names tables' columns, keys and indexes, and stores times as integers that both engines order alike.</summary>
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
                if (property.ClrType == typeof(DateTime) || property.ClrType == typeof(DateTime?))
                {
                    property.SetValueConverter(Microseconds);
                }
            }

            foreach (var index in entity.GetIndexes().Where(index => index.Name is null))
            {
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => SnakeCase(p.Name)))}");
            }
        }
    }

    private static readonly ValueConverter<DateTime, long> Microseconds = new(
        time => Timestamp.ToMicroseconds(time),
        stored => Timestamp.FromMicroseconds(stored));

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
