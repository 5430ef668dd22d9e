using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Journal;

/// <summary>Changes, their history, and the way back.</summary>
public static class JournalModule
{
    /// <summary>Registers what the journal needs.</summary>
    public static IServiceCollection AddJournal(this IServiceCollection services) =>
        services
            .AddSingleton<JournalReader>()
            .AddSingleton<Undo>()
            .AddSingleton<Erasure>()
            .AddSingleton<CallFingerprints>()
        .AddSingleton<CallsUnderWay>()
            .AddSingleton<ForgetReplies>()
            .AddHostedService(provider => provider.GetRequiredService<ForgetReplies>())
            .AddSingleton(new WireTypes(JournalJson.Default));

    /// <summary>Maps the journal's endpoints.</summary>
    public static void MapJournal(this IEndpointRouteBuilder api)
    {
        var journal = api.MapGroup("").WithTags("Journal");
        ListChanges.Map(journal);
        ListBatches.Map(journal);
        GetBatch.Map(journal);
    }
}

/// <summary>Generated JSON contracts of the journal's wire types.</summary>
[JsonSerializable(typeof(Record<Done>))]
[JsonSerializable(typeof(CursorPage<JournalEntry>))]
[JsonSerializable(typeof(Record<UndoReport>))]
[JsonSerializable(typeof(Record<ErasedRecord>))]
[JsonSerializable(typeof(Record<BatchResource>))]
[JsonSerializable(typeof(Page<BatchResource>))]
[JsonSerializable(typeof(CursorPage<BatchResource>))]
internal sealed partial class JournalJson : JsonSerializerContext;
