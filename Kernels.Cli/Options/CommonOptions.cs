using System.CommandLine;

namespace Kernels.Cli;

/// <summary>The options that several commands share, each spelt and explained in one place.</summary>
internal static class CommonOptions
{
    /// <summary>The option that names a model.</summary>
    public const string ModelName = "--model";

    private const int MostThreads = 1024;

    public static Option<string?> Model(bool required = false) => new(ModelName)
    {
        Description = required ? Messages.ModelRequiredHelp : Messages.ModelHelp,
        HelpName = "DIR",
        Required = required,
        CustomParser = Parsers.Folder,
    };

    public static Option<Mode?> Mode() => new("--mode")
    {
        Description = Messages.ModeHelp,
        HelpName = "dense|int8|spiking|complementary",
        CustomParser = Parsers.Mode,
    };

    public static Option<IsaChoice?> Isa() => new("--isa")
    {
        Description = Messages.IsaHelp,
        HelpName = "auto|scalar|128|256|512",
        CustomParser = Parsers.Isa,
    };

    public static Option<int> Threads() => new("--threads")
    {
        Description = Messages.ThreadsHelp,
        HelpName = "N",
        CustomParser = result => Parsers.Whole(result, 1, MostThreads),
        DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MostThreads),
    };

    public static Option<IdList?> Ids(bool required = false) => new("--ids")
    {
        Description = Messages.IdsHelp,
        HelpName = "1,2,3",
        Required = required,
        CustomParser = Parsers.Ids,
    };

    public static Option<IdList?> SourceIds() => new("--source-ids")
    {
        Description = Messages.SourceIdsHelp, HelpName = "1,2,3", CustomParser = Parsers.Ids,
    };

    public static Option<bool> Special() => new("--special") { Description = Messages.SpecialHelp };

    public static Option<bool> Json() => new("--json") { Description = Messages.JsonHelp };
}
