namespace Leadline.Platform.Pages;

/// <summary>What is wrong with a form that was sent.</summary>
/// <param name="Field">The id of the field; empty for the whole form.</param>
/// <param name="Text">What is wrong, and how to put it right.</param>
public sealed record Problem(string Field, string Text);
