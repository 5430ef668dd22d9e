using System.Text;
using System.Xml.Linq;
using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.Sessions;

/// <summary>A key of ASP.NET Core's data protection, under which cookies and forms are sealed.</summary>
public sealed class ProtectionKey
{
    /// <summary>The key's number.</summary>
    public long Id { get; set; }

    /// <summary>The key as XML, its secret part sealed under the installation's secret.</summary>
    public required string Xml { get; set; }
}

/// <summary>Keeps those keys in the database, so that every process opens what another sealed.</summary>
public sealed class ProtectionKeys(LeadlineDatabase database, SealedXml seal) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = database.Platform();
        return [.. db.Set<ProtectionKey>().AsNoTracking().OrderBy(key => key.Id).AsEnumerable().Select(key => XElement.Parse(key.Xml))];
    }

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = database.Platform();
        db.Add(new ProtectionKey { Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }

    /// <inheritdoc />
    public void Configure(KeyManagementOptions options) => (options.XmlRepository, options.XmlEncryptor) = (this, seal);
}

/// <summary>Seals the secret part of such a key. Data protection itself makes another of it to open one, from the services.</summary>
public sealed class SealedXml(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
{
    private readonly SecretBox box = services.GetRequiredService<SecretBox>();

    /// <inheritdoc />
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("sealed", Convert.ToBase64String(box.Seal(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(SealedXml));

    /// <inheritdoc />
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(Encoding.UTF8.GetString(box.Open(Convert.FromBase64String(encryptedElement.Value))));
}
