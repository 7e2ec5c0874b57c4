using System.CommandLine;
using System.Globalization;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels perplexity</c>: how well a model foretells a text.</summary>
internal static class PerplexityCommand
{
    public static Command Build(Session session)
    {
        var command = new Command("perplexity", Messages.PerplexityHelp);
        var file = new Argument<string>("FILE") { Description = Messages.PerplexityFileHelp };
        var window = new Option<int?>("--window")
        {
            Description = Messages.WindowHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 2, int.MaxValue),
        };
        var stride = new Option<int?>("--stride")
        {
            Description = Messages.StrideHelp, HelpName = "N", CustomParser = result => Parsers.Whole(result, 1, int.MaxValue),
        };
        var special = CommonOptions.Special();
        var json = CommonOptions.Json();
        command.Arguments.Add(file);
        var network = new NetworkChoice(command);
        command.Options.Add(special);
        command.Options.Add(window);
        command.Options.Add(stride);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            var mode = network.Mode(parsed); // wrong usage is said before any file is looked at
            var text = TextFile.Read(parsed.GetRequiredValue(file));
            using var model = network.Load(session, parsed);
            if (model.Tokenizer is null)
                throw new InputException(Messages.NoTokenizer(model.Name));
            var tokens = text.Length == 0 ? [] : model.Encode(text, parsed.GetValue(special));
            var options = new PerplexityOptions { Window = parsed.GetValue(window), Stride = parsed.GetValue(stride) };
            var result = session.Output.WithProgress(
                Messages.Scoring, Math.Max(1, tokens.Length - 1),
                progress => Perplexity.Measure(model.Network, tokens, options, progress, session.Cancellation));
            session.Cancellation.ThrowIfCancellationRequested();
            Report(session.Output, result, text.EnumerateRunes().LongCount(), mode, parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Report(StandardOutput output, PerplexityResult result, long characters, NetworkOptions options, bool asJson)
    {
        if (asJson)
        {
            output.WriteJson(json =>
            {
                json.WriteNumber("tokens", result.Tokens);
                json.WriteNumber("characters", characters);
                json.WriteNumber("nats_per_token", result.NatsPerToken);
                json.WriteNumber("perplexity", result.Perplexity);
                json.WriteNumber("bits_per_character", result.BitsPerCharacter(characters));
                ModeName.Write(json, options);
            });
            return;
        }

        output.WriteTable(
        [
            (Messages.Tokens, result.Tokens.ToString(CultureInfo.InvariantCulture)),
            (Messages.Characters, characters.ToString(CultureInfo.InvariantCulture)),
            (Messages.NatsPerToken, result.NatsPerToken.ToString("F4", CultureInfo.InvariantCulture)),
            (Messages.PerplexityName, result.Perplexity.ToString("F3", CultureInfo.InvariantCulture)),
            (Messages.BitsPerCharacter, result.BitsPerCharacter(characters).ToString("F4", CultureInfo.InvariantCulture)),
            (Messages.ModeName, ModeName.Of(options)),
        ]);
    }
}
