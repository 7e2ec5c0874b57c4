using System.CommandLine;
using Kernels.Chip;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels emulate</c>: runs a model and shows what that would cost on the chip.</summary>
internal sealed class EmulateCommand
{
    // Read by networks whatever the language of the user, so it is no message. The opening of Pride and Prejudice.
    private const string UsualPrompt = "It is a truth universally acknowledged";
    private const int UsualTokens = 32;
    private const ulong UsualSeed = 1;

    private readonly Argument<string?> _prompt = new("PROMPT") { Description = Messages.EmulatePromptHelp, Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int> _tokens = new("--tokens")
    {
        Description = Messages.EmulateTokensHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, int.MaxValue), DefaultValueFactory = _ => UsualTokens,
    };

    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string?> _html = new("--html") { Description = Messages.HtmlHelp, HelpName = "FILE", CustomParser = Parsers.Folder };
    private readonly Session _session;
    private readonly NetworkChoice _network;
    private readonly ChipChoice _chip;

    private EmulateCommand(Session session, Command command)
    {
        _session = session;
        command.Arguments.Add(_prompt);
        _network = new(command);
        _chip = new(command);
        command.Options.Add(_tokens);
        command.Options.Add(_json);
        command.Options.Add(_html);
        command.SetAction(Run);
    }

    public static Command Build(Session session)
    {
        var command = new Command("emulate", Messages.EmulateHelp);
        _ = new EmulateCommand(session, command);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var point = _chip.Read(parsed);
        using var model = _network.Load(_session, parsed, ActivityDetail.Layers);
        var run = new ObservedGeneration(model, model.Start(Prompt(model, parsed.GetValue(_prompt)), new GenerationOptions
        {
            Tokens = parsed.GetValue(_tokens), IgnoreEnd = true, Sampling = new() { Seed = UsualSeed },
        }));
        while (run.Next(_session.Cancellation))
        {
            // What is written does not matter here, only what happened.
        }

        if (run.Text.StopReason == StopReason.Cancelled)
            return ExitCode.Interrupted;
        var study = ChipStudy.Of(model.Name, ChipChoice.Silicon, model.Network.ChipProgram, point, run.Phases);
        if (parsed.GetValue(_html) is { } file) WholeFile.Write(file, ChipPage.Write(study));
        if (parsed.GetValue(_json)) _session.Output.WriteJson(json => StudyJson.Write(json, study, model.Network.Mode));
        else new StudyText(_session.Output, study).Write();
        return ExitCode.Success;
    }

    /// <summary>The prompt that was given; else the usual one, as far as the network can take it.</summary>
    private static int[] Prompt(LanguageModel model, string? given)
    {
        if (given is null)
        {
            var usual = model.Tokenizer is null ? [0] : model.Encode(UsualPrompt);
            return usual.Length <= model.Network.Context ? usual : usual[..model.Network.Context];
        }

        var prompt = model.Encode(given);
        return prompt.Length <= model.Network.Context ? prompt : throw new InputException(Messages.PromptTooLong(prompt.Length, model.Network.Context));
    }
}
