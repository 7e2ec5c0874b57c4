using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Kernels.Cli;

/// <summary>The library's help, with the words that its translations leave English.</summary>
/// <param name="help">The library's.</param>
internal sealed class HelpInLanguage(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var text = new StringWriter { NewLine = output.NewLine };
        configuration.Output = text;
        var code = help.Invoke(parseResult);
        configuration.Output = output;
        output.Write(text.ToString()
            .Replace("Description:", Messages.HelpDescription).Replace("[default: ", $"[{Messages.HelpDefault}: ").Replace("(REQUIRED)", $"({Messages.HelpRequired})"));
        return code;
    }
}
