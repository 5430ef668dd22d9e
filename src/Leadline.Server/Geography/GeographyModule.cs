using System.Text.Json.Serialization;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;

namespace Leadline.Geography;

/// <summary>Countries.</summary>
public static class GeographyModule
{
    /// <summary>Registers what countries need.</summary>
    public static IServiceCollection AddGeography(this IServiceCollection services) => services.AddSingleton(new WireTypes(GeographyJson.Default));

    /// <summary>Maps the countries' endpoint.</summary>
    public static void MapGeography(this IEndpointRouteBuilder api) => ListCountries.Map(api.MapGroup("").WithTags("Country"));
}

/// <summary>Generated JSON contracts of the countries' wire types.</summary>
[JsonSerializable(typeof(Page<Country>))]
internal sealed partial class GeographyJson : JsonSerializerContext;
