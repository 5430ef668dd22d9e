using Leadline.Platform;
using Microsoft.Data.Sqlite;

namespace Leadline.Operations.Moving;

/// <summary>Files that come into their place whole or not at all, and that only their owner may read.</summary>
internal static class BackupFile
{
    /// <summary>What a file is called until it is whole.</summary>
    public static string Draft(string file) => $"{file}.part";

    /// <summary>Makes an empty file for its owner alone, in the place of what a run that was cut off left there.</summary>
    /// <exception cref="SetupException">It cannot be made.</exception>
    public static void MakeDraft(string file)
    {
        Remove(Draft(file));
        var access = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            new FileStream(Draft(file), access).Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The file cannot be written: {problem.Message}");
        }
    }

    /// <summary>Puts a draft, which nobody has open any more, into its place once it is on the disk; another file of the name stays.</summary>
    public static void PutInPlace(string file)
    {
        SqliteConnection.ClearAllPools();
        if (File.Exists($"{Draft(file)}-wal"))
        {
            throw new InvalidOperationException($"{Draft(file)} is still open.");
        }

        using (var draft = File.OpenHandle(Draft(file), FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(draft);
        }

        File.Move(Draft(file), file, overwrite: false);
    }

    /// <summary>Copies a file into its place.</summary>
    public static void Copy(string from, string to)
    {
        MakeDraft(to);
        CopyContent(from, Draft(to));
        PutInPlace(to);
    }

    /// <summary>Copies what a file holds into one that is there, which keeps its rights.</summary>
    public static void CopyContent(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var target = new FileStream(to, FileMode.Open, FileAccess.Write);
        source.CopyTo(target, bufferSize: 1 << 20);
    }

    /// <summary>Removes a database file with what SQLite keeps beside it.</summary>
    public static void Remove(string file)
    {
        foreach (var part in new[] { file, $"{file}-wal", $"{file}-shm", $"{file}-journal" })
        {
            File.Delete(part);
        }
    }
}
