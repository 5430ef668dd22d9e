using Leadline.Platform.Http;

namespace Leadline.Notes;

/// <summary>What notes have in common; those on leads and on customers are mapped there.</summary>
public static class NotesModule
{
    /// <summary>Registers what notes need.</summary>
    public static IServiceCollection AddNotes(this IServiceCollection services) => services.AddSingleton(new WireTypes(NoteJson.Default));
}
