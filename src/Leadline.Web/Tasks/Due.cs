namespace Leadline.Web.Tasks;

/// <summary>How near a time is at which something is due.</summary>
public enum Due
{
    /// <summary>It has passed.</summary>
    Overdue,

    /// <summary>It is today, by the person's clock.</summary>
    Today,

    /// <summary>It is within the seven days after today.</summary>
    Soon,

    /// <summary>It is later.</summary>
    Later,

    /// <summary>There is none.</summary>
    None,
}
