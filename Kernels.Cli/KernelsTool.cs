using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Kernels.Cli;

/// <summary>The whole command line: what there is, how a line is understood, and how every fault ends in one line and an exit code.</summary>
internal static class KernelsTool
{
    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, Session session)
    {
        ParseResult? parsed = null;
        try
        {
            // Prompts may start with an @, which would otherwise be read as the name of a file with arguments.
            parsed = Build(session).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed is { CommandResult.Parent: null, UnmatchedTokens: [var unknown, ..] })
                return Fail(session, ExitCode.Usage, Messages.Usage(Messages.NoSuchCommand(unknown), CommandOf(parsed)));
            if (MisspeltOption(parsed) is { } option)
                return Fail(session, ExitCode.Usage, Messages.Usage(Messages.NoSuchOption(option), CommandOf(parsed)));
            if (parsed.Errors.Count > 0)
                return Fail(session, ExitCode.Usage, Messages.Usage(parsed.Errors[0].Message, CommandOf(parsed)));
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = session.Output.Writer,
                Error = session.Output.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException fault)
        {
            return Fail(session, ExitCode.Usage, Messages.Usage(fault.Message, CommandOf(parsed)));
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (BrokenPipeException)
        {
            // The reader has what it wanted: no fault, and nobody to tell.
            return ExitCode.Success;
        }
        catch (Exception fault)
        {
            return Fail(session, ExitCode.Failure, Faults.Describe(fault, NetworkChoice.FolderIn(parsed)));
        }
    }

    /// <summary>The commands, with their help in the language of the culture.</summary>
    public static Command Build(Session session) => new(Messages.ToolName, Messages.Description)
    {
        new HelpOption { Description = Messages.HelpHelp, Action = new HelpInLanguage(new HelpAction()) },
        new VersionOption(),
        GenerateCommand.Build(session),
        TranslateCommand.Build(session),
        SummarizeCommand.Build(session),
        LogitsCommand.Build(session),
        PerplexityCommand.Build(session),
        EvaluateCommand.Build(session),
        EmulateCommand.Build(session),
        ExplainCommand.Build(session),
        VerifyCommand.Build(session),
        ImportCommand.Build(session),
        CompressCommand.Build(session),
        InspectCommand.Build(session),
        ReportCommand.Build(session),
        SynthCommand.Build(session),
        BenchCommand.Build(session),
        TuneCommand.Build(session),
    };

    /// <summary>
    /// A token like <c>--tokns</c> that the library took for a prompt or a file, or for nothing, because it knows no such option. It is told before
    /// the faults that follow from it. After <c>--</c> it is a prompt.
    /// </summary>
    private static string? MisspeltOption(ParseResult parsed) => parsed.Tokens
        .TakeWhile(token => token.Type != TokenType.DoubleDash)
        .Where(token => token.Type == TokenType.Argument)
        .Intersect(parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens))
        .Select(token => token.Value)
        .Concat(parsed.UnmatchedTokens)
        .FirstOrDefault(value => value is ['-', not (' ' or (>= '0' and <= '9')), ..]);

    private static string CommandOf(ParseResult? parsed)
    {
        var name = parsed?.CommandResult.Command.Name ?? Messages.ToolName;
        return name == Messages.ToolName ? name : $"{Messages.ToolName} {name}";
    }

    private static int Fail(Session session, int code, string message)
    {
        session.Output.WriteError(Messages.Error(message));
        return code;
    }
}
