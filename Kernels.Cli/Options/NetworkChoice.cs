using System.CommandLine;
using System.CommandLine.Parsing;
using Kernels.Model;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>The options of a command that runs a network, and the model they ask for.</summary>
internal sealed class NetworkChoice
{
    private readonly Option<string?> _model;
    private readonly ModeChoice _mode;
    private readonly Option<IsaChoice?> _isa = CommonOptions.Isa();
    private readonly Option<int> _threads = CommonOptions.Threads();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="modelRequired">Whether the model must be named.</param>
    public NetworkChoice(Command command, bool modelRequired = false)
    {
        _model = CommonOptions.Model(modelRequired);
        command.Options.Add(_model);
        _mode = new(command);
        command.Options.Add(_isa);
        command.Options.Add(_threads);
    }

    /// <summary>The folder that a command line names, whatever its command.</summary>
    public static string? FolderIn(ParseResult? parsed) => parsed?.GetResult(CommonOptions.ModelName) is OptionResult model ? model.GetValueOrDefault<string?>() : null;

    /// <summary>The folder, or null for the model that comes with the tool.</summary>
    public string? Folder(ParseResult parsed) => parsed.GetValue(_model);

    /// <summary>How its linear layers are computed; an integer mode keeps the blocks of a <c>.kweights</c> file unless another format was asked for.</summary>
    /// <exception cref="UsageException">An option that has no meaning in the mode.</exception>
    public NetworkOptions Mode(ParseResult parsed)
        => _mode.Read(parsed) is var options && options.Mode != Kernels.Mode.Dense && options.Weights == WeightFormat.Float32 && Folder(parsed) is { } folder
            ? options with { Weights = PackedFormat.Of(folder) ?? options.Weights } : options;

    /// <summary>Threads that share the work.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads);

    /// <summary>How a second network runs beside the first.</summary>
    public NetworkOptions Options(ParseResult parsed, Isa isa) => Mode(parsed) with { Isa = isa, Threads = Threads(parsed) };

    /// <summary>Loads the model.</summary>
    /// <exception cref="InputException">This machine lacks the ISA.</exception>
    /// <exception cref="UsageException">An option that has no meaning in the mode.</exception>
    public LanguageModel Load(Session session, ParseResult parsed, ActivityDetail activity = ActivityDetail.Off)
        => Load(session, parsed, Mode(parsed) with { Activity = activity });

    /// <summary>Loads the model in another mode than was asked for.</summary>
    /// <exception cref="InputException">This machine lacks the ISA.</exception>
    public LanguageModel Load(Session session, ParseResult parsed, Mode mode) => Load(session, parsed, new NetworkOptions { Mode = mode });

    /// <summary>Loads an encoder-decoder.</summary>
    /// <exception cref="InputException">This machine lacks the ISA.</exception>
    /// <exception cref="UsageException">An option that has no meaning in the mode.</exception>
    public EncoderDecoderModel LoadEncoderDecoder(Session session, ParseResult parsed, ActivityDetail activity = ActivityDetail.Off)
        => Load(session, parsed, Mode(parsed) with { Activity = activity }, session.Models.LoadEncoderDecoder);

    /// <summary>Whether an encoder-decoder is asked for.</summary>
    public bool IsEncoderDecoder(Session session, ParseResult parsed) => Folder(parsed) is { } folder && session.Models.IsEncoderDecoder(folder);

    private LanguageModel Load(Session session, ParseResult parsed, NetworkOptions options) => Load(session, parsed, options, session.Models.Load);

    private T Load<T>(Session session, ParseResult parsed, NetworkOptions options, Func<string?, NetworkOptions, T> load)
        where T : IDisposable
    {
        var isa = parsed.GetValue(_isa)?.Isa;
        if (isa is { } wanted && !Machine.Has(wanted))
            throw new InputException(Messages.NoSuchIsa(Machine.Name(wanted), string.Join(", ", Machine.Isas.Select(Machine.Name))));
        session.Cancellation.ThrowIfCancellationRequested();
        var model = load(Folder(parsed), options with { Isa = isa, Threads = parsed.GetValue(_threads) });
        if (!session.Cancellation.IsCancellationRequested)
            return model;
        model.Dispose();
        throw new OperationCanceledException(session.Cancellation);
    }
}
