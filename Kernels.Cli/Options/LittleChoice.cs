using System.CommandLine;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>The options of a little model that helps.</summary>
internal sealed class LittleChoice
{
    private readonly Option<string?> _folder = new("--little") { Description = Messages.LittleHelp, HelpName = "DIR|novels|phrases", CustomParser = Parsers.Folder };
    private readonly Option<int?> _draft = new("--draft") { Description = Messages.DraftHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, int.MaxValue) };
    private readonly Option<double?> _fallback = new("--fallback") { Description = Messages.FallbackHelp, HelpName = "P", CustomParser = result => Parsers.Real(result, 0, 2) };
    private readonly Option<double?> _rollback = new("--rollback") { Description = Messages.RollbackHelp, HelpName = "NATS", CustomParser = result => Parsers.Real(result, 0, double.MaxValue) };
    private readonly Option<string?> _policy = new("--policy") { Description = Messages.PolicyHelp, HelpName = "lossless|published", CustomParser = Parsers.Policy };

    /// <summary>Adds the options to a command.</summary>
    public LittleChoice(Command command)
    {
        command.Options.Add(_folder);
        command.Options.Add(_draft);
        command.Options.Add(_fallback);
        command.Options.Add(_rollback);
        command.Options.Add(_policy);
    }

    /// <summary>The folder of the little model, or <c>novels</c>; null without one.</summary>
    public string? Folder(ParseResult parsed) => parsed.GetValue(_folder);

    /// <summary>How it helps; null without one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isUsual">Whether one helps without being named.</param>
    /// <exception cref="UsageException">An option of the little model without one.</exception>
    public BigLittleOptions? Read(ParseResult parsed, bool isUsual = false)
    {
        var (draft, fallback, rollback, policy) = (parsed.GetValue(_draft), parsed.GetValue(_fallback), parsed.GetValue(_rollback), parsed.GetValue(_policy));
        if (Folder(parsed) is null && !isUsual)
        {
            foreach (var option in (Option[])[_draft, _fallback, _rollback, _policy])
                if (parsed.GetResult(option) is { Implicit: false })
                    throw new UsageException(Messages.OnlyWith(option.Name, _folder.Name));
            return null;
        }

        if (rollback is not null && policy is not "published")
            throw new UsageException(Messages.OnlyWith(_rollback.Name, "--policy published"));
        var how = policy is "published" ? BigLittleOptions.Published : new BigLittleOptions();
        return how with { Draft = draft ?? how.Draft, Fallback = fallback ?? how.Fallback, Rollback = rollback ?? how.Rollback };
    }
}
