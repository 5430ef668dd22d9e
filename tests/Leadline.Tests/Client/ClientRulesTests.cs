using System.Text.Json.Nodes;
using Leadline.Client;
using Leadline.Tests.Rules;
using Mono.Cecil;

namespace Leadline.Tests.Client;

/// <summary>What the client is made of.</summary>
public sealed class ClientRulesTests
{
    [Fact]
    public void The_client_refers_to_the_framework_alone()
    {
        using var client = ModuleDefinition.ReadModule(typeof(LeadlineClient).Assembly.Location);
        var references = client.AssemblyReferences.Select(reference => reference.Name).ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.StartsWith("System.", reference, StringComparison.Ordinal));
    }

    [Fact]
    public void The_client_brings_no_package_and_no_project()
    {
        var frameworks = JsonNode.Parse(Repository.Read("src/Leadline.Client/packages.lock.json"))!["dependencies"]!.AsObject();

        Assert.NotEmpty(frameworks);
        Assert.All(frameworks, framework => Assert.Empty(framework.Value!.AsObject()));
        Assert.DoesNotContain("Reference Include", Repository.Read("src/Leadline.Client/Leadline.Client.csproj"), StringComparison.Ordinal);
    }
}
