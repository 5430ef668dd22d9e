using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Leadline.Platform.Http;

/// <summary>The query parameters an endpoint knows, for its description.</summary>
internal sealed record KnownQuery(IReadOnlyList<QueryParameter> Parameters);

/// <summary>The API described by itself: the OpenAPI document at <c>/openapi/v1.json</c> and its browsable form at <c>/docs</c>.</summary>
public static class ApiDescription
{
    private static readonly (string Name, string Description)[] RateLimitHeaders =
    [
        ("X-RateLimit-Limit", "Calls allowed in a minute; 2147483647 when unlimited."),
        ("X-RateLimit-Remaining", "Calls left in this minute."),
        ("X-RateLimit-Reset", "When the minute ends, in Unix seconds."),
    ];

    /// <summary>Tells the description which query parameters an endpoint takes.</summary>
    public static TBuilder WithQueryParameters<TBuilder>(this TBuilder endpoint, IReadOnlyList<QueryParameter> parameters)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new KnownQuery(parameters));

    /// <summary>Registers the document.</summary>
    /// <param name="services">The services.</param>
    /// <param name="needsTenant">Whether an endpoint's callers must name a tenant.</param>
    public static IServiceCollection AddApiDescription(this IServiceCollection services, Func<EndpointMetadataCollection, bool> needsTenant) =>
        services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                var metadata = new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata);
                AddParameters(operation, metadata, needsTenant(metadata));
                AddAnswers(operation, context);
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                if (context.JsonTypeInfo.Type == typeof(RawJson) || context.JsonTypeInfo.Type == typeof(RawJson?))
                {
                    schema.Type = JsonSchemaType.Array | JsonSchemaType.Null;
                    schema.Items = new OpenApiSchema();
                }

                return Task.CompletedTask;
            });
        });

    /// <summary>Serves the document and its browsable form, all of it from this host.</summary>
    public static void MapApiDescription(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs", scalar => scalar
                .WithTitle("Leadline API")
                .WithOpenApiRoutePattern("/openapi/v1.json")
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .HideClientButton())
            .AddEndpointFilter(async (call, next) =>
            {
                call.HttpContext.Response.Headers.ContentSecurityPolicy =
                    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
                return await next(call);
            });
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Leadline API",
            Version = "v1",
            Description = "Leads, from the first touch to the customer. Get a token at /oauth/token and name your tenant in X-Tenant.",
        };
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["oauth2"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "A bearer token from the authorization server; it lives an hour.",
                Flows = new OpenApiOAuthFlows
                {
                    ClientCredentials = new OpenApiOAuthFlow { TokenUrl = new Uri("/oauth/token", UriKind.Relative), Scopes = new Dictionary<string, string>() },
                },
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("oauth2", document)] = [] }];
    }

    private static void AddParameters(OpenApiOperation operation, EndpointMetadataCollection metadata, bool needsTenant)
    {
        var parameters = new List<IOpenApiParameter>();
        if (needsTenant)
        {
            parameters.Add(new OpenApiParameter
            {
                Name = "X-Tenant",
                In = ParameterLocation.Header,
                Required = true,
                Description = "The tenant the call works in.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
            });
        }

        parameters.AddRange((metadata.GetMetadata<KnownQuery>()?.Parameters ?? []).Select(parameter => new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = parameter.Description,
            Schema = SchemaOf(parameter),
        }));
        operation.Parameters = parameters;
    }

    private static OpenApiSchema SchemaOf(QueryParameter parameter)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Null | parameter.Type switch
            {
                "integer" => JsonSchemaType.Integer,
                "boolean" => JsonSchemaType.Boolean,
                _ => JsonSchemaType.String,
            },
            MaxLength = parameter.MaxLength,
            Minimum = parameter.Minimum?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Maximum = parameter.Maximum?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (parameter.Options is { } options)
        {
            schema.Enum = [.. options.Select(option => (JsonNode)JsonValue.Create(option))];
        }

        return schema;
    }

    private static void AddAnswers(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        operation.Responses ??= [];
        foreach (var (status, description) in new[]
        {
            ("400", "The tenant is not named, or the request cannot be understood."),
            ("401", "The token is missing, malformed, expired or revoked."),
            ("403", "The caller is no member of the tenant, or the token lacks the scope."),
            ("429", "Too many calls; wait as long as Retry-After says."),
        })
        {
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = new OpenApiSchemaReference(nameof(Error), context.Document) },
                },
            });
        }

        foreach (var response in operation.Responses.Values.OfType<OpenApiResponse>())
        {
            response.Headers = RateLimitHeaders.ToDictionary(
                header => header.Name,
                header => (IOpenApiHeader)new OpenApiHeader { Description = header.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } });
        }
    }
}
