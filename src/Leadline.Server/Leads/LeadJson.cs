using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>Generated JSON contracts of the leads' wire types.</summary>
[JsonSerializable(typeof(Page<LeadResource>))]
internal sealed partial class LeadJson : JsonSerializerContext;
