using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Leadline.Tests.SingleSignOn;

/// <summary>A name server on loopback that knows TXT records and nothing else (RFC 1035).</summary>
public sealed class TestNames : IAsyncDisposable
{
    private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentDictionary<string, string[]> records = new();
    private readonly Task loop;

    public TestNames() => loop = Task.Run(AnswerAsync);

    public string Address => socket.Client.LocalEndPoint!.ToString()!;

    /// <summary>Publishes the records of a name.</summary>
    public void Publish(string name, params string[] texts) => records[name] = texts;

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await loop;
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var asked = await socket.ReceiveAsync();
                await socket.SendAsync(AnswerTo(asked.Buffer), asked.RemoteEndPoint);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private byte[] AnswerTo(byte[] asked)
    {
        var labels = new List<string>();
        var at = 12;
        for (; asked[at] != 0; at += asked[at] + 1)
        {
            labels.Add(Encoding.ASCII.GetString(asked, at + 1, asked[at]));
        }

        var texts = records.GetValueOrDefault(string.Join('.', labels)) ?? [];
        return
        [
            asked[0], asked[1], 0x81, (byte)(texts.Length > 0 ? 0x80 : 0x83), 0, 1, 0, (byte)texts.Length, 0, 0, 0, 0,
            .. asked[12..(at + 5)],
            .. texts.SelectMany(text => (byte[])[0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, (byte)(text.Length + 2), 1, (byte)text[0], (byte)(text.Length - 1), .. Encoding.ASCII.GetBytes(text[1..])]),
        ];
    }
}
