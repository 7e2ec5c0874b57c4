using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary><c>kernels compress</c>: a checkpoint as one <c>.kweights</c> file.</summary>
internal sealed class CompressCommand
{
    private readonly Argument<string?> _folder = new("DIR") { Description = Messages.CompressFolderHelp, Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _output = new("--output", "-o") { Description = Messages.CompressOutputHelp, HelpName = "FILE", Required = true, CustomParser = Parsers.Folder };
    private readonly Option<WeightFormat?> _weights = new("--weights") { Description = Messages.CompressWeightsHelp, HelpName = "int8|int8b32|int4b32", CustomParser = Parsers.IntegerWeights };
    private readonly Option<int?> _bits = new("--bits") { Description = Messages.CompressBitsHelp, HelpName = "8|4", CustomParser = Bits };
    private readonly Option<WeightCoding?> _coding = new("--coding") { Description = Messages.CompressCodingHelp, HelpName = "none|sign|generated", CustomParser = Coding };
    private readonly Option<string?> _calibrate = new("--calibrate") { Description = Messages.CompressCalibrateHelp, HelpName = "FILE", CustomParser = Parsers.Folder };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Session _session;

    private CompressCommand(Session session, Command command)
    {
        _session = session;
        command.Arguments.Add(_folder);
        foreach (var option in (Option[])[_output, _weights, _bits, _coding, _calibrate, _json]) command.Options.Add(option);
        command.SetAction(Run);
    }

    public static Command Build(Session session)
    {
        var command = new Command("compress", Messages.CompressHelp);
        _ = new CompressCommand(session, command);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (folder, file, bits, weights) = (parsed.GetValue(_folder), parsed.GetRequiredValue(_output)!, parsed.GetValue(_bits), parsed.GetValue(_weights));
        if (bits is not null && weights is not null) throw new UsageException(Messages.NotWith(_bits.Name, _weights.Name));
        if (folder is { Length: 0 }) throw new UsageException(Messages.Empty(_folder.Name));
        if (!file.EndsWith(KWeightsFile.Extension, StringComparison.OrdinalIgnoreCase)) throw new UsageException(Messages.NameEnds(_output.Name, KWeightsFile.Extension));
        if (Directory.Exists(file)) throw new InputException(Messages.IsFolder(file));
        var format = weights ?? (bits == 8 ? WeightFormat.Int8 : WeightFormat.Int4Block32);
        var coding = parsed.GetValue(_coding) ?? WeightCoding.None;
        if (coding != WeightCoding.None && format != WeightFormat.Int8) throw new UsageException(Messages.OnlyWith(_coding.Name, "--weights int8"));
        var calibration = parsed.GetValue(_calibrate) is { } text ? new CalibrationText(_session, folder, text).Read() : null;
        using var model = _session.Models.Compress(folder);
        FileFault.Told(file, () => _session.Output.WithProgress(Messages.Writing, model.Weights, progress =>
        {
            model.Save(file, format, progress, _session.Cancellation, coding, calibration);
            return true;
        }));
        var after = new FileInfo(file).Length;
        if (parsed.GetValue(_json))
        {
            _session.Output.WriteJson(json =>
            {
                json.WriteString("file", file);
                json.WriteString("weights", ModeName.Of(format));
                json.WriteNumber("parameters", model.Weights);
                json.WriteNumber("bytes_before", model.Bytes);
                json.WriteNumber("bytes", after);
            });
            return ExitCode.Success;
        }

        _session.Output.WriteTable(
        [
            (Messages.FileName, file),
            (Messages.WeightsName, ModeName.Of(format)),
            (Messages.ParameterCount, model.Weights.ToString("N0", CultureInfo.InvariantCulture)),
            (Messages.BytesName, Messages.BytesBeforeAndAfter(model.Bytes, after, (double)after / model.Bytes, 8.0 * after / model.Weights)),
        ]);
        return ExitCode.Success;
    }

    private static WeightCoding? Coding(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        WeightCoding? coding = text switch { "none" => WeightCoding.None, "sign" => WeightCoding.Sign, "generated" => WeightCoding.Generated, _ => null };
        if (coding is null) result.AddError(Messages.NotOneOf("--coding", text, "none, sign, generated"));
        return coding;
    }

    private static int? Bits(ArgumentResult result)
    {
        if (result.Tokens is [.., { Value: "4" or "8" } token]) return token.Value == "8" ? 8 : 4;
        result.AddError(Messages.NotOneOf("--bits", result.Tokens.Count > 0 ? result.Tokens[^1].Value : "", "8, 4"));
        return null;
    }
}
