using System.Text.Json;

namespace Leadline.Tests.Rules;

/// <summary>
/// The OpenAPI document is a committed file: a changed contract is a visible difference.
/// LEADLINE_UPDATE_SNAPSHOTS=1 ./test -- --filter-class '*.OpenApiSnapshotTests' writes it anew.
/// </summary>
public sealed class OpenApiSnapshotTests(LeadlineHost host)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_description_is_the_committed_one()
    {
        var file = Path.Combine(Repository.Root, "contract/openapi.v1.json");
        var described = (await host.NewClient().GetJsonAsync("/openapi/v1.json")).ToJsonString(Indented) + "\n";

        if (Environment.GetEnvironmentVariable("LEADLINE_UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(file, described);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), described);
    }
}
