using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Leadline.Platform;

/// <summary>
/// Seals what must not lie open in the database, with AES-256-GCM under a key drawn from the installation's secret
/// (HKDF, RFC 5869): <see cref="LeadlineOptions.Secret"/>, else the file <c>secret</c> in the data folder, made on the first start.
/// </summary>
public sealed class SecretBox(IOptions<LeadlineOptions> options)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly Lazy<byte[]> key = new(() => Derive(options.Value, "leadline keys"));

    /// <summary>A key of the installation for one purpose: 32 bytes that tell nothing of those for another.</summary>
    /// <param name="purpose">What it is for.</param>
    public byte[] KeyFor(string purpose) => Derive(options.Value, $"leadline {purpose}");

    /// <summary>Encrypts; the result holds nonce, tag and text, in this order.</summary>
    public byte[] Seal(ReadOnlySpan<byte> text)
    {
        var box = new byte[NonceLength + TagLength + text.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(key.Value, TagLength);
        cipher.Encrypt(box.AsSpan(0, NonceLength), text, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength));
        return box;
    }

    /// <summary>Decrypts what <see cref="Seal"/> made.</summary>
    /// <exception cref="SetupException">The secret is another than the one it was sealed under.</exception>
    public byte[] Open(ReadOnlySpan<byte> box)
    {
        var text = new byte[box.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key.Value, TagLength);
        try
        {
            cipher.Decrypt(box[..NonceLength], box[(NonceLength + TagLength)..], box.Slice(NonceLength, TagLength), text);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SetupException("The keys in the database were sealed under another secret; set LEADLINE__SECRET, or the file secret in the data folder, to that one.");
        }

        return text;
    }

    private static byte[] Derive(LeadlineOptions options, string info) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Secret(options)), outputLength: 32, info: Encoding.UTF8.GetBytes(info));

    private static string Secret(LeadlineOptions options)
    {
        if (!string.IsNullOrEmpty(options.Secret))
        {
            return options.Secret;
        }

        var file = Path.Combine(options.Data, "secret");
        if (!File.Exists(file))
        {
            Create(file);
        }

        return File.ReadAllText(file).Trim();
    }

    // Written aside and then linked into place, so that a killed process leaves no half of a secret and of two that start at once one wins.
    private static void Create(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".");
        var draft = $"{file}.{Environment.ProcessId}";
        var access = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, access))
        {
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }
}
