using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Platform;

/// <summary>Something a module makes once the schema is there, if it is missing.</summary>
public interface IFirstStart
{
    /// <summary>Makes it, unless it is there.</summary>
    void Prepare();

    /// <summary>Whether it shapes the database as this version knows it: what a newer version has made there is left as it is.</summary>
    bool IsOfThisVersion => false;
}

/// <summary>Brings the installation to where it can work: data folder, schema, and what modules need beside it.</summary>
public sealed class Installation(Migrator migrator, IEnumerable<IFirstStart> steps)
{
    /// <summary>Does what is still to be done; nothing, at most starts.</summary>
    public void Prepare()
    {
        Folding.Demand();
        migrator.Migrate();
        foreach (var step in steps.Where(step => !(migrator.IsBehind && step.IsOfThisVersion)))
        {
            step.Prepare();
        }
    }
}
