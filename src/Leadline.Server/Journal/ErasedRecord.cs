namespace Leadline.Journal;

/// <summary>A record whose person was erased.</summary>
/// <param name="Id">The record's number.</param>
/// <param name="Linked">Records of their own that are about the same person, and still there.</param>
public sealed record ErasedRecord(long Id, IReadOnlyList<LinkedRecord> Linked);

/// <summary>A record that is linked to another.</summary>
/// <param name="Entity">The kind of record: <c>customer</c>.</param>
/// <param name="Id">Its number.</param>
public sealed record LinkedRecord(string Entity, long Id);
