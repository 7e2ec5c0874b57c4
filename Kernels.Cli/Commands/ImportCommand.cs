using System.CommandLine;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels import</c>: the annotated class of a checkpoint as source.</summary>
internal static class ImportCommand
{
    public static Command Build(Session session)
    {
        var command = new Command("import", Messages.ImportHelp);
        var folder = new Argument<string>("DIR") { Description = Messages.ImportFolderHelp };
        var output = new Option<string?>("--output") { Description = Messages.ImportOutputHelp, HelpName = "FILE", CustomParser = Parsers.Folder };
        command.Arguments.Add(folder);
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            if (path.Length == 0)
                throw new UsageException(Messages.Empty(folder.Name));
            var file = parsed.GetValue(output) is { } name ? WholeFile.At(name, session.Output) : null;
            var source = ModelSource.Write(LanguageModel.ReadConfig(path).Network, ModelSource.ClassNameOf(Path.GetFullPath(path)));
            if (file is not null) file.Write(source.Text);
            else session.Output.Writer.Write(source.Text);
            return ExitCode.Success;
        });
        return command;
    }
}
