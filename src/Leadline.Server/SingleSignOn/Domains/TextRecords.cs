using System.Net;
using DnsClient;
using Leadline.Platform;
using Microsoft.Extensions.Options;

namespace Leadline.SingleSignOn.Domains;

/// <summary>Looks TXT records up, at the name servers of the machine or at one that the operator names.</summary>
public sealed class TextRecords(IOptions<LeadlineOptions> options)
{
    private const int Port = 53;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lazy<LookupClient> client = new(() => new LookupClient(SettingsOf(options.Value.SingleSignOn.NameServer)));

    /// <summary>The records of a name, each in one piece; none where there is no such name.</summary>
    /// <exception cref="DnsResponseException">The name servers do not answer.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(string name, CancellationToken ct)
    {
        var answer = await client.Value.QueryAsync(name, QueryType.TXT, cancellationToken: ct);
        return [.. answer.Answers.TxtRecords().Select(record => string.Concat(record.Text))];
    }

    private static LookupClientOptions SettingsOf(string? server)
    {
        var settings = string.IsNullOrWhiteSpace(server) ? new LookupClientOptions()
            : IPEndPoint.TryParse(server, out var address) ? new LookupClientOptions(new IPEndPoint(address.Address, address.Port == 0 ? Port : address.Port))
            : throw new SetupException($"The setting SingleSignOn:NameServer holds {server}, which is no address: 192.0.2.1 or 192.0.2.1:53.");
        settings.UseCache = false; // whoever asks has just changed them
        settings.Timeout = Patience;
        settings.Retries = 1;
        return settings;
    }
}
