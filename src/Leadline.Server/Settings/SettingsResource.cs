using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Settings;

/// <summary>A tenant's settings.</summary>
/// <param name="JournalDays">For how many days the journal keeps an entry; null for ever.</param>
/// <param name="SecondFactorRequired">True where the tenant counts only for members who sign in with a second factor.</param>
/// <param name="UpdatedAt">When they were last changed; null for never.</param>
public sealed record SettingsResource(int? JournalDays, bool SecondFactorRequired, DateTime? UpdatedAt)
{
    /// <summary>The resource of a tenant's row; null for one that has set nothing.</summary>
    public static SettingsResource Of(TenantSettings? settings) => new(settings?.JournalDays, settings?.SecondFactorRequired ?? false, settings?.UpdatedAt);
}

/// <summary>Generated JSON contracts of the settings' wire types.</summary>
[JsonSerializable(typeof(Record<SettingsResource>))]
[JsonSerializable(typeof(Record<TenantProfileResource>))]
internal sealed partial class SettingsJson : JsonSerializerContext;
