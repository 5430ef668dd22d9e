using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Scopes = Leadline.Tenants.Scopes;

namespace Leadline.OAuth;

/// <summary>Registers a program of a tenant: <c>leadline app add NAME --tenant ID</c>.</summary>
public sealed class AddApp(IServiceScopeFactory scopes)
{
    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var name = new Argument<string>("NAME") { Description = "What people call the app." };
        var tenant = new Option<long>("--tenant") { Description = "The tenant's id.", Required = true };
        var scope = new Option<string?>("--scope") { Description = "Scopes, separated by blanks; absent, all of them." };
        var app = new Command("app", "Programs that call the API on their own account.");
        app.Add(commands.Command("add", "Registers an app; prints its client id and its secret, which is shown this once.", [name, tenant, scope], async (parsed, server, ct) =>
        {
            var added = await server.Services.GetRequiredService<AddApp>().HandleAsync(
                new TenantId(parsed.GetRequiredValue(tenant)), parsed.GetRequiredValue(name), parsed.GetValue(scope), ct);
            Console.WriteLine($"client_id={added.ClientId}");
            Console.WriteLine($"client_secret={added.Secret}");
        }, needsInstallation: true));
        return app;
    }

    /// <summary>Registers an app for the client-credentials grant; its secret is kept as a hash.</summary>
    /// <returns>The client id, and the secret, which nothing can tell again.</returns>
    /// <exception cref="SetupException">The tenant or a scope is unknown.</exception>
    public async Task<(string ClientId, string Secret)> HandleAsync(TenantId tenant, string name, string? scope, CancellationToken ct)
    {
        var (granted, unknown) = Scopes.Parse(scope);
        if (unknown is not null)
        {
            throw new SetupException($"The scope {unknown} is not known; there are {string.Join(' ', Scopes.All)}.");
        }

        if (string.IsNullOrWhiteSpace(name) || name.Length > 255)
        {
            throw new SetupException("The name of an app must be 1 to 255 characters long.");
        }

        await using var services = scopes.CreateAsyncScope();
        if (!await services.ServiceProvider.GetRequiredService<PlatformDb>().Tenants.AnyAsync(known => known.Id == tenant.Value, ct))
        {
            throw new SetupException($"There is no tenant {tenant}.");
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var apps = services.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        var app = new App { TenantId = tenant.Value };
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = $"app_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12))}",
            ClientType = ClientTypes.Confidential,
            DisplayName = name,
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
        };
        descriptor.Permissions.UnionWith(granted.Select(each => Permissions.Prefixes.Scope + each));
        await apps.PopulateAsync(app, descriptor, ct);
        await apps.CreateAsync(app, secret, ct);
        return (app.ClientId ?? throw new InvalidOperationException("An app without a client id."), secret);
    }
}
