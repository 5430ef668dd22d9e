using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>Generated JSON contracts of the leads' wire types.</summary>
[JsonSerializable(typeof(Page<LeadResource>))]
[JsonSerializable(typeof(Page<SelectedLead>))]
[JsonSerializable(typeof(CursorPage<LeadResource>))]
[JsonSerializable(typeof(CursorPage<SelectedLead>))]
[JsonSerializable(typeof(Record<LeadResource>))]
[JsonSerializable(typeof(Record<SelectedLead>))]
[JsonSerializable(typeof(IReadOnlyList<TagReference>))]
[JsonSerializable(typeof(Record<BulkResult>))]
[JsonSerializable(typeof(Record<IReadOnlyList<LeadCount>>))]
[JsonSerializable(typeof(Record<Conversion>))]
[JsonSerializable(typeof(Record<RevertedConversion>))]
[JsonSerializable(typeof(Record<IReadOnlyList<ConversionResult>>))]
internal sealed partial class LeadJson : JsonSerializerContext;

/// <summary>Generated JSON contracts of what the leads' jobs are asked and tell.</summary>
[JsonSerializable(typeof(BulkOrder))]
[JsonSerializable(typeof(BulkTally))]
[JsonSerializable(typeof(ReplacementOrder))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class LeadJobJson : JsonSerializerContext;
