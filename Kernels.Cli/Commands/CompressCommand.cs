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
    private readonly Option<double?> _budget = new("--loss-budget") { Description = Messages.LossBudgetHelp, HelpName = "NATS", CustomParser = result => Parsers.Real(result, 0, double.MaxValue) };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Session _session;

    private CompressCommand(Session session, Command command)
    {
        _session = session;
        command.Arguments.Add(_folder);
        foreach (var option in (Option[])[_output, _weights, _bits, _coding, _calibrate, _budget, _json]) command.Options.Add(option);
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
        if (coding != WeightCoding.None && parsed.GetValue(_budget) is not null) throw new UsageException(Messages.NotWith(_coding.Name, _budget.Name));
        if (coding != WeightCoding.None && format != WeightFormat.Int8) throw new UsageException(Messages.OnlyWith(_coding.Name, "--weights int8"));
        var budget = parsed.GetValue(_budget);
        var text = parsed.GetValue(_calibrate) is { } words ? new CalibrationText(_session, folder, words) : null;
        if (budget is not null && text is null) throw new UsageException(Messages.OnlyWith(_budget.Name, _calibrate.Name));
        if (budget is not null && (weights ?? (WeightFormat?)bits) is not null) throw new UsageException(Messages.NotWith(bits is not null ? _bits.Name : _weights.Name, _budget.Name));
        var calibration = text?.Read(keepsQuarter: budget is not null);
        using var model = _session.Models.Compress(folder);
        double? loss = null;
        var taken = 0;
        if (budget is null) Save(format, file);
        else (format, loss) = Fit(budget.Value);
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
                json.WriteNumber("taken_over", taken);
                if (loss is { } lost) json.WriteNumber("loss", lost);
            });
            return ExitCode.Success;
        }

        List<(string, string)> rows =
        [
            (Messages.FileName, file),
            (Messages.WeightsName, ModeName.Of(format)),
            (Messages.ParameterCount, model.Weights.ToString("N0", CultureInfo.InvariantCulture)),
            (Messages.BytesName, Messages.BytesBeforeAndAfter(model.Bytes, after, (double)after / model.Bytes, 8.0 * after / model.Weights)),
        ];
        if (taken > 0) rows.Add((Messages.TakenOverName, Messages.TakenOver(taken)));
        if (loss is { } lost) rows.Add((Messages.StageLoss, Messages.LossOfBudget(lost, budget!.Value)));
        _session.Output.WriteTable(rows);
        return ExitCode.Success;

        void Save(WeightFormat kind, string path) => FileFault.Told(path, () => _session.Output.WithProgress(Messages.Writing, model.Weights, progress =>
        {
            taken += model.Save(path, kind, progress, _session.Cancellation, kind == WeightFormat.Int8 ? coding : WeightCoding.None, calibration);
            return true;
        }));

        // The smallest format within the budget, tried beside the file, which is replaced by one that fits or not at all; another run for this file is refused meanwhile.
        (WeightFormat, double) Fit(double most)
        {
            var trial = file[..^KWeightsFile.Extension.Length] + ".trial" + KWeightsFile.Extension;
            using var hold = FileFault.Told(file, () => new FileStream(file + ".hold", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
            var dense = text!.Nats(null, WeightFormat.Float32);
            var least = double.PositiveInfinity;
            try
            {
                foreach (var kind in (WeightFormat[])[WeightFormat.Int4Block32, WeightFormat.Int8, WeightFormat.Int8Block32])
                {
                    Save(kind, trial);
                    var lost = text.Nats(trial, kind) - dense;
                    least = Math.Min(least, lost);
                    if (lost > most) continue;
                    FileFault.Told(file, () =>
                    {
                        File.Move(trial, file, overwrite: true);
                        return true;
                    });
                    return (kind, lost);
                }
            }
            finally
            {
                if (File.Exists(trial)) File.Delete(trial);
            }

            throw new InputException(Messages.BudgetTooSmall(least, most));
        }
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
