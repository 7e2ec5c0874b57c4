namespace Kernels.Cli;

/// <summary>Every fault in one line, without a stack trace.</summary>
internal static class Faults
{
    /// <summary>The line for a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="folder">The user's model, if one was named.</param>
    public static string Describe(Exception fault, string? folder = null) => fault switch
    {
        ModelFormatException => fault.Message,
        InputException => fault.Message,
        OutOfMemoryException => Messages.OutOfMemory,
        TypeInitializationException { InnerException: { } inner } => Describe(inner, folder),
        AggregateException { InnerException: { } inner } => Describe(inner, folder),
        ArithmeticException when folder is not null && fault.GetType() == typeof(ArithmeticException) => Messages.NoNumber(folder, fault.Message),
        ArgumentException argument => WithoutParameter(argument),
        IOException or UnauthorizedAccessException or ArithmeticException or PlatformNotSupportedException => fault.Message,
        _ => Messages.Unexpected(fault.GetType().Name, fault.Message),
    };

    // .NET appends the parameter's name, which means nothing on a command line.
    private static string WithoutParameter(ArgumentException fault)
    {
        var end = fault.ParamName is null ? -1 : fault.Message.LastIndexOf(" (Parameter ", StringComparison.Ordinal);
        return end < 0 ? fault.Message : fault.Message[..end];
    }
}
