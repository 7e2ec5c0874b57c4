using System.CommandLine.Parsing;
using System.Globalization;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>
/// Values of options from their text: plain digits and points whatever the culture. A text that cannot be meant becomes an error of the
/// command line (exit code 2).
/// </summary>
internal static class Parsers
{
    public static int Whole(ArgumentResult result, int least, int most)
    {
        var text = Text(result);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        result.AddError(Messages.NotWhole(Name(result), text, least, most));
        return least;
    }

    public static ulong? Seed(ArgumentResult result)
    {
        var text = Text(result);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return (ulong)value;
        result.AddError(Messages.NotWhole(Name(result), text, 0, long.MaxValue));
        return null;
    }

    public static double Real(ArgumentResult result, double least, double most, bool above = false)
    {
        var text = Text(result);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) && value <= most && (above ? value > least : value >= least))
            return value;
        var name = Name(result);
        result.AddError(above ? Messages.NotAbove(name, text, least)
            : most == double.MaxValue ? Messages.NotAtLeast(name, text, least) : Messages.NotBetween(name, text, least, most));
        return least;
    }

    public static Mode? Mode(ArgumentResult result)
    {
        var text = Text(result);
        foreach (var mode in Enum.GetValues<Mode>())
        {
            if (ModeName.Of(mode) == text)
                return mode;
        }

        result.AddError(Messages.NotOneOf(Name(result), text, ModeName.All));
        return null;
    }

    public static SpikeCode? Code(ArgumentResult result)
    {
        var text = Text(result);
        if (text is "rate" or "phase")
            return text == "rate" ? SpikeCode.Rate : SpikeCode.Phase;
        result.AddError(Messages.NotOneOf(Name(result), text, "rate, phase"));
        return null;
    }

    public static SpikeStrategy? Spikes(ArgumentResult result)
    {
        var text = Text(result);
        if (text is "events" or "counts")
            return text == "events" ? SpikeStrategy.Events : SpikeStrategy.Counts;
        result.AddError(Messages.NotOneOf(Name(result), text, "events, counts"));
        return null;
    }

    public static CacheFormat? Cache(ArgumentResult result)
    {
        var text = Text(result);
        foreach (var format in Enum.GetValues<CacheFormat>())
            if (ModeName.Of(format) == text) return format;
        result.AddError(Messages.NotOneOf(Name(result), text, string.Join(", ", Enum.GetValues<CacheFormat>().Select(ModeName.Of))));
        return null;
    }

    public static WeightFormat? Weights(ArgumentResult result)
    {
        var text = Text(result);
        foreach (var format in Enum.GetValues<WeightFormat>())
            if (ModeName.Of(format) == text) return format;
        result.AddError(Messages.NotOneOf(Name(result), text, string.Join(", ", Enum.GetValues<WeightFormat>().Select(ModeName.Of))));
        return null;
    }

    public static WeightFormat? IntegerWeights(ArgumentResult result)
    {
        WeightFormat[] formats = [WeightFormat.Int8, WeightFormat.Int8Block32, WeightFormat.Int4Block32];
        var text = Text(result);
        foreach (var format in formats)
            if (ModeName.Of(format) == text) return format;
        result.AddError(Messages.NotOneOf(Name(result), text, string.Join(", ", formats.Select(ModeName.Of))));
        return null;
    }

    public static BeamStop? EarlyStopping(ArgumentResult result)
    {
        var text = Text(result);
        if (text is "true" or "false" or "never")
            return text == "true" ? BeamStop.AtOnce : text == "false" ? BeamStop.WhenNoneIsBetter : BeamStop.WhenNoneCanBe;
        result.AddError(Messages.NotOneOf(Name(result), text, "true, false, never"));
        return null;
    }

    public static string? Policy(ArgumentResult result)
    {
        var text = Text(result);
        if (text is "lossless" or "published")
            return text;
        result.AddError(Messages.NotOneOf(Name(result), text, "lossless, published"));
        return null;
    }

    public static BleuTokenizer? BleuTokens(ArgumentResult result)
    {
        var text = Text(result);
        if (text is "13a" or "char" or "none")
            return text == "13a" ? BleuTokenizer.V13a : text == "char" ? BleuTokenizer.Characters : BleuTokenizer.None;
        result.AddError(Messages.NotOneOf(Name(result), text, "13a, char, none"));
        return null;
    }

    public static IsaChoice? Isa(ArgumentResult result)
    {
        var text = Text(result);
        foreach (var isa in Enum.GetValues<Isa>())
        {
            if (Machine.Name(isa) == text)
                return new(isa);
        }

        if (text == "auto")
            return new(null);
        result.AddError(Messages.NotOneOf(Name(result), text, "auto, scalar, 128, 256, 512"));
        return null;
    }

    public static IdList? Ids(ArgumentResult result)
    {
        var text = Text(result);
        if (IdList.Parse(text) is { } ids)
            return ids;
        result.AddError(Messages.NotIds(Name(result), text));
        return null;
    }

    public static string? Folder(ArgumentResult result)
    {
        var text = Text(result);
        if (text.Length > 0)
            return text;
        result.AddError(Messages.Empty(Name(result)));
        return null;
    }

    public static string? Task(ArgumentResult result)
    {
        var text = Text(result);
        if (SourceTask.Names.Contains(text)) return text;
        result.AddError(Messages.NotOneOf(Name(result), text, string.Join(", ", SourceTask.Names)));
        return null;
    }

    public static string? KnownSize(ArgumentResult result)
    {
        var text = Text(result);
        if (KnownSizes.Find(text) is not null)
            return text;
        result.AddError(Messages.NotOneOf(Name(result), text, string.Join(", ", KnownSizes.Names)));
        return null;
    }

    private static string Text(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";

    private static string Name(ArgumentResult result)
        => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
}
