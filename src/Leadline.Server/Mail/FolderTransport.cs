using System.Globalization;
using System.Security.Cryptography;
using MimeKit;

namespace Leadline.Mail;

/// <summary>Lays messages into a folder, where no server is set: one <c>.eml</c> file each, for the operator's eyes alone.</summary>
public sealed class FolderTransport(string folder) : IMailTransport
{
    /// <inheritdoc />
    public async Task SendAsync(MimeMessage message, CancellationToken ct)
    {
        Create();
        var name = string.Create(CultureInfo.InvariantCulture, $"{message.Date.UtcDateTime:yyyyMMdd'T'HHmmssfff}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        var draft = Path.Combine(folder, $"{name}.draft");
        await message.WriteToAsync(draft, ct);
        File.Move(draft, Path.Combine(folder, $"{name}.eml"));
    }

    private void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
