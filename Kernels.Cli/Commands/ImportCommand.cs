using System.CommandLine;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels import</c>: the annotated class of a checkpoint as source, of an encoder-decoder both.</summary>
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
            var source = session.Models.IsEncoderDecoder(path) ? ModelSource.WritePair(EncoderDecoderModel.ReadConfig(path).Network, Path.GetFullPath(path))
                : ModelSource.Write(LanguageModel.ReadConfig(path).Network, ModelSource.ClassNameOf(Path.GetFullPath(path))).Text;
            if (file is not null) file.Write(source);
            else session.Output.Writer.Write(source);
            return ExitCode.Success;
        });
        return command;
    }
}
