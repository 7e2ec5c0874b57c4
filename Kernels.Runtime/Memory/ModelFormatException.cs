namespace Kernels;

/// <summary>
/// A model file (weights, configuration, tokenizer, chip description, tuning table) that cannot be used: what is wrong and where.
/// The message is always one line, safe to print: control characters and the like in hostile names are escaped.
/// </summary>
/// <param name="path">File, folder or source that holds the fault, as the user named it.</param>
/// <param name="problem">What is wrong and, where it helps, what to try. Put foreign names through <see cref="Quote"/>.</param>
/// <param name="inner">The error below, if another library noticed first.</param>
public sealed class ModelFormatException(string path, string problem, Exception? inner = null)
    : Exception($"{OneLine.Tail(path, OneLine.LongestPath)}: {OneLine.Head(problem, OneLine.LongestProblem)}", inner)
{
    /// <summary>File, folder or source that holds the fault, exactly as given.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong, exactly as given; <see cref="Exception.Message"/> holds the printable form.</summary>
    public string Problem { get; } = problem;

    /// <summary>
    /// A name that came from a file, ready for a message: in quotation marks, control, direction and line characters
    /// and lone surrogates written as <c>\uXXXX</c>, long names shortened in the middle.
    /// </summary>
    /// <param name="name">Any text, hostile or not.</param>
    public static string Quote(string name) => $"'{OneLine.Middle(name, OneLine.LongestName)}'";
}
