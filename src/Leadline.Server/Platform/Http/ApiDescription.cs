using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Leadline.Platform.Http;

/// <summary>The query parameters an endpoint knows, for its description.</summary>
internal sealed record KnownQuery(IReadOnlyList<QueryParameter> Parameters);

/// <summary>The fields an endpoint's body may have, for its description.</summary>
/// <param name="Fields">The fields.</param>
/// <param name="IsPartial">True when only what is sent changes.</param>
internal sealed record KnownBody(IReadOnlyList<BodyField> Fields, bool IsPartial);

/// <summary>The API described by itself: the OpenAPI document at <c>/openapi/v1.json</c> and its browsable form at <c>/docs</c>.</summary>
public static class ApiDescription
{
    private const string OAuth2 = "oauth2";

    private static readonly (string Name, string Description)[] RateLimitHeaders =
    [
        ("X-RateLimit-Limit", "Calls allowed in a minute; 2147483647 when unlimited."),
        ("X-RateLimit-Remaining", "Calls left in this minute."),
        ("X-RateLimit-Reset", "When the minute ends, in Unix seconds."),
    ];

    // What the gate may answer, whatever the endpoint.
    private static readonly (string Status, string Name, string Description, bool OnlyWithTenant)[] Refusals =
    [
        ("400", "TenantRequired", "The header X-Tenant is missing or no positive integer.", true),
        ("401", "Unauthorized", "The token is missing, malformed, expired or revoked.", false),
        ("403", "Forbidden", "The caller is no member of the tenant, or the token lacks the scope.", true),
        ("404", "NotFound", "There is no such record, or it is another tenant's.", true),
        ("409", "Conflict", "The call contradicts what is there; the body names it.", true),
        ("412", "PreconditionFailed", "The record has changed since it was read; the body holds it as it is now.", true),
        ("422", "ValidationFailed", "A field or parameter breaks its rule; errors names each.", false),
        ("429", "RateLimited", "Too many calls; wait as long as Retry-After says.", false),
    ];

    /// <summary>Tells the description which query parameters an endpoint takes.</summary>
    public static TBuilder WithQueryParameters<TBuilder>(this TBuilder endpoint, IReadOnlyList<QueryParameter> parameters)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new KnownQuery(parameters));

    /// <summary>Tells the description which fields an endpoint's body may have.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="isPartial">True when none is required, since only what is sent changes.</param>
    public static TBuilder WithBody<TBuilder>(this TBuilder endpoint, IReadOnlyList<BodyField> fields, bool isPartial = false)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new KnownBody(fields, isPartial));

    /// <summary>Tells the description what an endpoint answers when all is well.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.Produces<T>(status, "application/json");

    /// <summary>Registers the document.</summary>
    /// <param name="services">The services.</param>
    /// <param name="scopes">All scopes there are.</param>
    /// <param name="accessOf">The scopes one of which an endpoint asks for, if any, and whether its callers must name a tenant.</param>
    public static IServiceCollection AddApiDescription(
        this IServiceCollection services, IReadOnlyList<string> scopes, Func<EndpointMetadataCollection, (IReadOnlyList<string> AnyOf, bool NeedsTenant)> accessOf) =>
        services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document, scopes);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                var metadata = new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata);
                var (anyOf, needsTenant) = accessOf(metadata);
                operation.Security = anyOf.Count == 0 ? [RequirementOf(context.Document, null)] : [.. anyOf.Select(scope => RequirementOf(context.Document, scope))];
                AddParameters(operation, metadata, needsTenant);
                AddBody(operation, metadata);
                AddAnswers(operation, context.Document, needsTenant);
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                Correct(schema, context.JsonTypeInfo);
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
                .DisableMcp()
                .HideDeveloperTools()
                .HideClientButton()
                .WithNonce()
                .ExpandAllTags()
                .AddPreferredSecuritySchemes(OAuth2)
                .AddAuthorizationCodeFlow(OAuth2, flow => flow.WithPkce(Pkce.Sha256)))
            .AddEndpointFilter(async (call, next) =>
            {
                var page = await next(call);
                call.HttpContext.Response.Headers.ContentSecurityPolicy =
                    $"default-src 'none'; script-src 'self' 'nonce-{call.HttpContext.Items[ScalarOptions.NonceHttpContextItemKey]}'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
                return page;
            });
    }

    private static void Describe(OpenApiDocument document, IReadOnlyList<string> scopes)
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
            [OAuth2] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "A bearer token from the authorization server; it lives an hour.",
                Flows = new OpenApiOAuthFlows
                {
                    AuthorizationCode = new OpenApiOAuthFlow
                    {
                        AuthorizationUrl = new Uri("/oauth/authorize", UriKind.Relative),
                        TokenUrl = new Uri("/oauth/token", UriKind.Relative),
                        RefreshUrl = new Uri("/oauth/token", UriKind.Relative),
                        Scopes = scopes.ToDictionary(scope => scope, scope => scope),
                    },
                    ClientCredentials = new OpenApiOAuthFlow
                    {
                        TokenUrl = new Uri("/oauth/token", UriKind.Relative),
                        Scopes = scopes.ToDictionary(scope => scope, scope => scope),
                    },
                },
            },
        };
        document.Components.Headers = RateLimitHeaders.ToDictionary(
            header => header.Name,
            header => (IOpenApiHeader)new OpenApiHeader { Description = header.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } });
        document.Components.Responses = Refusals.ToDictionary(
            refusal => refusal.Name,
            refusal => (IOpenApiResponse)new OpenApiResponse
            {
                Description = refusal.Description,
                Headers = RateLimitHeadersOf(document),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = new OpenApiSchemaReference(nameof(Error), document) },
                },
            });
    }

    private static OpenApiSecurityRequirement RequirementOf(OpenApiDocument? document, string? scope) =>
        new() { [new OpenApiSecuritySchemeReference(OAuth2, document)] = scope is null ? [] : [scope] };

    private static void AddParameters(OpenApiOperation operation, EndpointMetadataCollection metadata, bool needsTenant)
    {
        var parameters = new List<IOpenApiParameter>((operation.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Path));
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
            Required = parameter.IsRequired,
            Description = parameter.Description,
            Schema = SchemaOf(parameter),
        }));
        operation.Parameters = parameters;
    }

    private static OpenApiSchema SchemaOf(QueryParameter parameter)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Null | TypeOf(parameter.Type),
            MaxLength = parameter.Type == "string" ? parameter.MaxLength : null,
            Format = parameter.Format,
            Minimum = parameter.Minimum?.ToString(CultureInfo.InvariantCulture),
            Maximum = parameter.Maximum?.ToString(CultureInfo.InvariantCulture),
        };
        if (parameter.Options is { } options)
        {
            schema.Enum = [.. options.Select(option => (JsonNode)JsonValue.Create(option))];
        }

        return schema;
    }

    private static void AddBody(OpenApiOperation operation, EndpointMetadataCollection metadata)
    {
        if (metadata.GetMetadata<KnownBody>() is not { } body)
        {
            return;
        }

        operation.RequestBody = new OpenApiRequestBody
        {
            Required = !body.IsPartial && body.Fields.Any(field => field.IsRequired),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        AdditionalPropertiesAllowed = false,
                        Properties = body.Fields.ToDictionary(field => field.Name, field => (IOpenApiSchema)SchemaOf(field)),
                        Required = body.IsPartial ? null : body.Fields.Where(field => field.IsRequired).Select(field => field.Name).ToHashSet(),
                    },
                },
            },
        };
    }

    private static OpenApiSchema SchemaOf(BodyField field) => new()
    {
        Type = TypeOf(field.Type) | (field is { IsNullable: true, IsRequired: false } ? JsonSchemaType.Null : 0),
        Description = field.Description,
        Format = field.Format,
        MaxLength = field.MaxLength,
        Minimum = field.Minimum?.ToString(CultureInfo.InvariantCulture),
        Maximum = field.Maximum?.ToString(CultureInfo.InvariantCulture),
        Enum = field.Options is { } options ? [.. options.Select(option => (JsonNode)JsonValue.Create(option))] : null,
    };

    private static JsonSchemaType TypeOf(string type) => type switch
    {
        "integer" => JsonSchemaType.Integer,
        "boolean" => JsonSchemaType.Boolean,
        "array" => JsonSchemaType.Array,
        "object" => JsonSchemaType.Object,
        _ => JsonSchemaType.String,
    };

    private static void AddAnswers(OpenApiOperation operation, OpenApiDocument? document, bool needsTenant)
    {
        operation.Responses ??= [];
        foreach (var response in operation.Responses.Values.OfType<OpenApiResponse>())
        {
            response.Headers = RateLimitHeadersOf(document);
        }

        foreach (var refusal in Refusals.Where(refusal => needsTenant || !refusal.OnlyWithTenant))
        {
            operation.Responses.TryAdd(refusal.Status, new OpenApiResponseReference(refusal.Name, document));
        }
    }

    private static Dictionary<string, IOpenApiHeader> RateLimitHeadersOf(OpenApiDocument? document) =>
        RateLimitHeaders.ToDictionary(header => header.Name, header => (IOpenApiHeader)new OpenApiHeaderReference(header.Name, document));

    // What the generator does not see: times are strings, free JSON is a list, and what is only read is always there.
    private static void Correct(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Type == typeof(DateTime) || type.Type == typeof(DateTime?))
        {
            schema.Type = JsonSchemaType.String | (type.Type == typeof(DateTime?) ? JsonSchemaType.Null : 0);
        }

        if (type.Type == typeof(RawJson) || type.Type == typeof(RawJson?))
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = null;
        }

        foreach (var property in type.Properties.Where(property => property is { Set: null, IsGetNullable: false }))
        {
            if (schema.Properties is { } properties && properties.TryGetValue(property.Name, out var described) && described is OpenApiSchema known)
            {
                known.Type &= ~JsonSchemaType.Null;
                (schema.Required ??= new HashSet<string>()).Add(property.Name);
            }
        }
    }
}
