namespace Leadline.Web.Records;

/// <summary>A field that two people meant to change.</summary>
/// <param name="Label">What it is called, in English.</param>
/// <param name="Before">Its value as the person saw it.</param>
/// <param name="Now">Its value as another left it.</param>
/// <param name="Mine">The value the person gave it; empty where they gave it none.</param>
public sealed record ChangedField(string Label, string Before, string Now, string Mine);
