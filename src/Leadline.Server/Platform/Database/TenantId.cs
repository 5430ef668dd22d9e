using System.Globalization;

namespace Leadline.Platform.Database;

/// <summary>A tenant whose data may be touched. Whatever reads or writes tenant data asks for one, so none forgets it.</summary>
/// <param name="Value">The positive number of the tenant, as in the header <c>X-Tenant</c>.</param>
public readonly record struct TenantId(long Value)
{
    /// <summary>All of the tenant's data: for what acts on nobody's behalf, as commands and schedules do. A call has its caller's view.</summary>
    public TenantView Whole => new(this, Visibility.All);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
