using System.Text.Json.Serialization;

namespace Leadline.Platform.Http;

/// <summary>Generated JSON contracts of what all modules answer with.</summary>
[JsonSerializable(typeof(Error))]
internal sealed partial class HttpJson : JsonSerializerContext;
