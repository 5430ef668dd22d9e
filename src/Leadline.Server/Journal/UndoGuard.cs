using Leadline.Callers;
using Leadline.Platform.Database;

namespace Leadline.Journal;

/// <summary>How a module watches over undos of its rows.</summary>
/// <param name="Entities">The kinds of rows it watches, as the journal names them.</param>
/// <param name="BeginAsync">Called in the undo's transaction before anything is taken back.</param>
public sealed record UndoGuard(IReadOnlyList<string> Entities, Func<TenantWrite, Caller, Task<UndoWatch>> BeginAsync);

/// <summary>A guard's look at one undo.</summary>
/// <param name="RefuseAsync">Called when all is taken back: a refusal, which undoes that again, or null.</param>
/// <param name="Committed">Called when the undo is durable.</param>
public sealed record UndoWatch(Func<Task<Reply?>> RefuseAsync, Action Committed);
