using Leadline.Platform.Http;

namespace Leadline.Leads.ImportSources;

/// <summary>What may be sent of an import source, and how it is set.</summary>
public static class ImportSourceFields
{
    private static readonly BodyField Name = BodyField.Text("name", "What people call it; unique among the live import sources, whatever the case.") with { IsRequired = true };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyField> All { get; } = [Name];

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    public static void Set(Body body, ImportSource source)
    {
        body.RefuseOthersThan(All);
        body.Text(Name, name => source.Name = name ?? "");
    }
}
