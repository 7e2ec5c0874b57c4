using System.Globalization;
using System.Text;
using Kernels.Models;

namespace Kernels.Cli.Tests;

/// <summary>One command line run in this process against a model of the test's.</summary>
internal sealed class InProcess : IModelLoader
{
    public const int End = FakeTokenizer.End;

    public Func<FakeNetwork> Network { get; init; } = () => FakeNetwork.Counting(257, 300);

    public bool HasTokenizer { get; init; } = true;

    public bool OutIsTerminal { get; init; }

    public string Culture { get; init; } = "en";

    public Exception? Fault { get; init; }

    public CancellationToken Cancellation { get; init; }

    public NetworkOptions? Options { get; private set; }

    public string? Folder { get; private set; }

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public int Run(params string[] arguments)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Culture);
        try
        {
            using var output = new MemoryStream();
            using var error = new StringWriter();
            var code = KernelsTool.Run(arguments, new(new(output, error, OutIsTerminal, false), this, Cancellation));
            (Out, Error) = (Encoding.UTF8.GetString(output.ToArray()), error.ToString());
            return code;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    public LanguageModel Load(string? folder, NetworkOptions options)
    {
        (Folder, Options) = (folder, options);
        if (Fault is not null) throw Fault;
        var network = Network();
        return new("fake", new(new(network.Vocabulary, 8, 1, 1, network.Context), [End], End), network, HasTokenizer ? new FakeTokenizer() : null);
    }

    public bool IsEncoderDecoder(string folder) => new ModelLoader().IsEncoderDecoder(folder);

    public EncoderDecoderModel LoadEncoderDecoder(string? folder, NetworkOptions options)
    {
        (Folder, Options) = (folder, options);
        if (Fault is not null) throw Fault;
        return new ModelLoader().LoadEncoderDecoder(folder, options);
    }

    public LanguageModel LoadLittle(string folder, NetworkOptions options) => Load(folder, options);

    public EncoderDecoderModel LoadLittleEncoderDecoder(string folder, NetworkOptions options) => new ModelLoader().LoadLittleEncoderDecoder(folder, options);

    public ModelCompression Compress(string? folder) => throw new InputException("no checkpoint");

    public WeightSource OpenWeights(string? folder) => throw new InputException("no weights");

    public double? LossOf(string? folder, NetworkOptions options) => folder is null ? 0.0123 : null;
}
