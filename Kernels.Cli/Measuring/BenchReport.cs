using System.Text.Json;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>What <c>kernels bench</c> says: a table, or an object.</summary>
internal sealed class BenchReport(string model, string sizes, long parameters, Isa isa, NetworkOptions options, int threads, int rounds, BenchFigures figures)
{
    /// <summary>The report of a model that continues its prompt.</summary>
    public BenchReport(LanguageModel model, NetworkOptions options, int threads, int rounds, BenchFigures figures)
        : this(model.Name, model.Config.Network.Describe(), model.Config.Network.Parameters, model.Network.Isa, options, threads, rounds, figures)
    {
    }

    /// <summary>The report of an encoder-decoder, whose prompt is a source.</summary>
    public BenchReport(EncoderDecoderModel model, NetworkOptions options, int threads, int rounds, BenchFigures figures)
        : this(model.Name, model.Config.Network.Describe(), model.Config.Network.Parameters, model.Decoder.Isa, options, threads, rounds, figures) => ReadsSource = true;

    private readonly PlainFigures? _plain = figures.Plain;

    private bool ReadsSource { get; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("model", model);
        json.WriteNumber("parameters", parameters);
        ModeName.Write(json, options);
        json.WriteString("isa", Machine.Name(isa));
        json.WriteNumber("threads", threads);
        json.WriteNumber("rounds", rounds);
        figures.Prefill.Write(json, ReadsSource ? "encode" : "prefill");
        figures.Decode.Write(json, "decode");
        json.WriteNumber("ready_seconds", figures.ReadySeconds);
        json.WriteNumber("first_token_seconds", figures.FirstTokenSeconds);
        json.WriteNumber("peak_gigaflops", figures.PeakGigaflops);
        json.WriteNumber("peak_gigabytes_per_second", figures.PeakGigabytes);
        if (_plain is null)
        {
            json.WriteNull("plain");
            return;
        }

        json.WriteStartObject("plain");
        _plain.Prefill.Write(json, "prefill");
        _plain.Decode.Write(json, "decode");
        json.WriteNumber("largest_difference", _plain.Difference);
        json.WriteNumber("prefill_ratio", PrefillRatio(_plain));
        json.WriteNumber("decode_ratio", DecodeRatio(_plain));
        json.WriteEndObject();
    }

    public IEnumerable<(string, string)> Rows()
    {
        yield return (Messages.ModelName, Messages.ExplainHeader(model, sizes, parameters));
        yield return (Messages.ModeName, ModeName.Of(options));
        yield return (Messages.IsaName, Messages.IsaAndThreads(Machine.Name(isa), threads));
        yield return (ReadsSource ? Messages.EncodeName : Messages.PrefillName, figures.Prefill.Describe());
        yield return (Messages.DecodeName, figures.Decode.Describe());
        yield return (Messages.ReadyName, Messages.ReadyOf(figures.ReadySeconds));
        yield return (Messages.FirstTokenName, Messages.FirstTokenOf(figures.FirstTokenSeconds, figures.Prefill.Tokens));
        yield return (Messages.PeakName, Messages.PeakOf(figures.PeakGigaflops, figures.PeakGigabytes));
        if (_plain is null) yield break;
        yield return (Messages.PlainPrefillName, _plain.Prefill.Describe());
        yield return (Messages.PlainDecodeName, _plain.Decode.Describe());
        yield return (Messages.RatioName, Messages.RatioOf(PrefillRatio(_plain), DecodeRatio(_plain)));
        yield return (Messages.AgreesName, Messages.AgreesOf(_plain.Difference));
    }

    private double PrefillRatio(PlainFigures plain) => plain.Prefill.Seconds / figures.Prefill.Seconds;

    private double DecodeRatio(PlainFigures plain) => plain.Decode.Seconds / figures.Decode.Seconds;
}
