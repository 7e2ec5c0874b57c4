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
            var source = ModelSource.Write(LanguageModel.ReadConfig(path).Network, ModelSource.ClassNameOf(Path.GetFullPath(path)));
            if (parsed.GetValue(output) is { } file) Save(file, source.Text);
            else session.Output.Writer.Write(source.Text);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Writes beside the file and renames: whatever happens, the old file is there or the new one.</summary>
    private static void Save(string file, string text)
    {
        var beside = $"{file}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllText(beside, text);
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            TryDelete(beside);
            throw new InputException(Messages.CannotWrite(file, fault.Message));
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The fault that led here is the one to tell.
        }
    }
}
