using System.CommandLine;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels translate</c>: a text into another language.</summary>
internal static class TranslateCommand
{
    public static Command Build(Session session)
    {
        var command = new Command("translate", Messages.TranslateHelp);
        var text = new Argument<string?>("TEXT") { Description = Messages.TranslateTextHelp, Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = Messages.TranslateFileHelp, HelpName = "FILE|-" };
        var to = new Option<string?>("--to") { Description = Messages.ToHelp, HelpName = string.Join('|', T5Tasks.Languages) };
        command.Arguments.Add(text);
        command.Options.Add(file);
        command.Options.Add(to);
        var task = new TextTask(session, command, tokens: 256);
        command.SetAction(parsed =>
        {
            var (given, path, language) = (parsed.GetValue(text), parsed.GetValue(file), parsed.GetValue(to));
            if ((given is null) == (path is null))
                throw new UsageException(Messages.TextOrFile);
            if (task.IsEmbedded(parsed) && language is not (null or SourceTask.EmbeddedLanguage))
                throw new InputException(Messages.EmbeddedLanguage(language));
            return task.Run(parsed, given is not null ? [given] : task.Documents(parsed, path!), model => SourceTask.Translate(model, language));
        });
        return command;
    }
}
