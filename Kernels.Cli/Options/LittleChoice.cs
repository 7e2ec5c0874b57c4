using System.CommandLine;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>The options of a little model that helps.</summary>
internal sealed class LittleChoice
{
    private readonly Option<string?> _folder = new("--little") { Description = Messages.LittleHelp, HelpName = "DIR|novels", CustomParser = Parsers.Folder };
    private readonly Option<int?> _draft = new("--draft") { Description = Messages.DraftHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, int.MaxValue) };
    private readonly Option<string?> _policy = new("--policy") { Description = Messages.PolicyHelp, HelpName = "lossless|published", CustomParser = Parsers.Policy };

    /// <summary>Adds the options to a command.</summary>
    public LittleChoice(Command command)
    {
        command.Options.Add(_folder);
        command.Options.Add(_draft);
        command.Options.Add(_policy);
    }

    /// <summary>The folder of the little model, or <c>novels</c>; null without one.</summary>
    public string? Folder(ParseResult parsed) => parsed.GetValue(_folder);

    /// <summary>How it helps; null without one.</summary>
    /// <exception cref="UsageException">An option of the little model without one.</exception>
    public BigLittleOptions? Read(ParseResult parsed)
    {
        var (draft, policy) = (parsed.GetValue(_draft), parsed.GetValue(_policy));
        if (Folder(parsed) is null)
            return draft is null && policy is null ? null : throw new UsageException(Messages.OnlyWith(draft is not null ? _draft.Name : _policy.Name, _folder.Name));
        var how = policy is "published" ? BigLittleOptions.Published : new BigLittleOptions();
        return draft is { } most ? how with { Draft = most } : how;
    }
}
