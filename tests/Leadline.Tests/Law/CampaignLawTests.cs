using System.Text;
using CsCheck;
using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Tests.Law;

/// <summary>The database means by a campaign what <see cref="Campaign"/> does, whatever stands in the touches.</summary>
public sealed class CampaignLawTests(LeadlineHost host)
{
    // What no caller can send, but an older version or an operator may have stored.
    private static readonly Gen<string> Odd = Gen.OneOf(
        """[{"campaign": "a\u0000"}]""", """[{"campaign": "a", "\u0000": 1}]""", """[{"campaign": "a\\u0000"}]""", """[{"campaign": "\ud83d"}]""", """[{"campaign": "a"}, "\ude00\ud83d"]""",
        """[{"campaign": "\ud83d\ude00"}]""", """[{"campaign": "\\ud83d"}]""", """[{"utm_campaign": "a", "utm_campaign": null, "campaign": "b"}]""", """{"campaign": "a"}""", "7", "null",
        """[{"campaign": -0.10E+05}]""", """[{"campaign": "\u1680\u180e\u2003 a\u200b\u2029"}]""", """ [ [ ] , { "campaign" : "\u0085a\u001f\u000b" } ] """);

    [Fact]
    public void The_database_and_the_code_mean_the_same_by_a_campaign()
    {
        var random = new PCG(1, (ulong)Random.Shared.Next());
        using var connection = host.Database.OpenForWriting();
        var documents = Gen.Frequency((1, Odd.Select(odd => (string?)odd)), (3, LeadDraws.Attribution)).Array[1000].Generate(random, null, out _);
        var named = 0;
        foreach (var document in documents.OfType<string>())
        {
            foreach (var isFirst in new[] { true, false })
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"SELECT campaign_of(@attribution, {(isFirst ? "TRUE" : "FALSE")})";
                command.Add("@attribution", document);
                var expected = Campaign.Of(Encoding.UTF8.GetBytes(document), isFirst);

                Assert.True(expected == command.ExecuteScalar() as string, $"{document}\nexpected {expected}");
                named += expected is null ? 0 : 1;
            }
        }

        Assert.InRange(named, 200, 1800);
    }
}
