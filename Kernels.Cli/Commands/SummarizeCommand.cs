using System.CommandLine;

namespace Kernels.Cli;

/// <summary><c>kernels summarize</c>: one line for a document.</summary>
internal static class SummarizeCommand
{
    public static Command Build(Session session)
    {
        var command = new Command("summarize", Messages.SummarizeHelp);
        var file = new Argument<string>("FILE") { Description = Messages.SummarizeFileHelp };
        command.Arguments.Add(file);
        var task = new TextTask(session, command, tokens: 64);
        command.SetAction(parsed => task.Run(parsed, task.Documents(parsed, parsed.GetRequiredValue(file)), SourceTask.Summarize.Prefix));
        return command;
    }
}
