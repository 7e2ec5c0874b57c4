using Kernels.CompilerServices;
using Kernels.Model;
using Kernels.Testing.Drawing;

namespace Kernels.Testing.Checking;

/// <summary>One run of the oracle: for each set of weights and mode the definition once, then every ISA with every choice of threads and chunks.</summary>
internal sealed class OracleRun<TNetwork>
    where TNetwork : Network, INetwork<TNetwork>
{
    private static readonly SpikeStrategy[] s_both = [SpikeStrategy.Counts, SpikeStrategy.Events];
    private static readonly SpikeStrategy[] s_counts = [SpikeStrategy.Counts];

    private readonly OracleOptions _options;
    private readonly IReadOnlyList<Isa> _isas;
    private readonly IReadOnlyList<Mode> _modes;
    private readonly int _width = TNetwork.Model.OutputWidth;
    private readonly Dictionary<(Isa, Mode), OracleFailure> _failures = [];
    private long _values;
    private long _refused;

    public OracleRun(OracleOptions options)
    {
        options.Check();
        _options = options;
        _isas = options.Isas.Count > 0 ? options.Isas : Machine.Isas;
        _modes = options.Modes.Count > 0 ? options.Modes : Enum.GetValues<Mode>();
    }

    public OracleReport Run(Func<int, WeightSource> weightsOf)
    {
        var sampling = new InputSampling(TNetwork.Model, TNetwork.Plan.Context, _options.MaxRows);
        var sets = Math.Min(_options.WeightSets, _options.Samples);
        for (var set = 0; set < sets; set++)
        {
            var draw = Draw.Of(_options.Seed, set, purpose: 0);
            var samples = (_options.Samples / sets) + (set < _options.Samples % sets ? 1 : 0);
            SampleInput[] inputs = [.. Enumerable.Range(0, samples).Select(_ => sampling.Next(draw))];
            var weights = weightsOf(set);
            var int8 = _modes.Contains(Mode.Int8) ? Definitions(new DefinitionScope(weights, Mode.Int8), inputs) : null;
            foreach (var variant in _modes.SelectMany(mode => Variant.Of(mode, set, sets, TNetwork.Model.Graph.Formats, TNetwork.Plan is { Context: > 0, Whole: false }))) RunVariant(weights, set, variant, inputs, int8);
        }

        return new OracleReport(typeof(TNetwork).Name, _isas, _modes, _values, _refused,
            [.. _failures.OrderBy(pair => pair.Key).Select(pair => pair.Value)]);
    }

    private static Outcome[] Definitions(DefinitionScope scope, SampleInput[] inputs) => Array.ConvertAll(inputs, input => Outcome.OfDefinition<TNetwork>(scope, input));

    private void RunVariant(WeightSource weights, int set, Variant variant, SampleInput[] inputs, Outcome[]? int8)
    {
        var counts = new ReferenceCounts();
        var scope = new DefinitionScope(weights, variant.Arithmetic, counts: counts) { Cache = variant.Cache };
        var expected = Definitions(scope, inputs);
        if (int8 is not null && variant.IsInt8) CompareWithInt8(set, variant, inputs, expected, int8);
        var counted = Array.TrueForAll(expected, outcome => outcome.Error is null) ? counts : null;
        foreach (var isa in _isas)
        {
            foreach (var threads in _options.Threads)
            {
                foreach (var chunkRows in _options.ChunkRows)
                {
                    foreach (var spikes in variant.Mode is Mode.Spiking or Mode.Complementary ? s_both : s_counts)
                    {
                        if (_failures.ContainsKey((isa, variant.Mode))) continue;
                        var options = new NetworkOptions
                        {
                            Isa = isa, Mode = variant.Mode, Weights = variant.Format, Cache = variant.Cache, Code = variant.Code, Steps = variant.Steps, Threads = threads, ChunkRows = chunkRows,
                            Spikes = spikes, Activity = ActivityDetail.Layers,
                        };
                        using var network = TNetwork.Load(weights, options);
                        Compare(network, new DefinitionScope(weights, variant.Arithmetic) { Cache = variant.Cache }, weights, options, set, inputs, expected, counted);
                    }
                }
            }
        }
    }

    /// <summary>Modes that only move work must not change a bit, in the definition already.</summary>
    private void CompareWithInt8(int set, Variant variant, SampleInput[] inputs, Outcome[] expected, Outcome[] int8)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (Difference.Between(int8[i], expected[i], _width) is not { } found) continue;
            _failures.TryAdd((_isas[0], variant.Mode), new OracleFailure(
                _isas[0], variant.Mode, 1, inputs[i].Rows, _options.Seed, set, "output", inputs[i].ToInput(), found.Row, found.Column, found.Expected, found.Actual,
                $"the definition differs from that of int8 (code {variant.Code}, {variant.Steps} steps)"));
            return;
        }
    }

    private void Compare(
        TNetwork network, DefinitionScope scope, WeightSource weights, NetworkOptions options, int set, SampleInput[] inputs, Outcome[] expected, ReferenceCounts? counts)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            var actual = Outcome.OfKernels(network, inputs[i], _width);
            if (Difference.Between(expected[i], actual, _width) is not null)
            {
                _failures.Add((options.Isa!.Value, options.Mode), Explain(network, scope, weights, options, set, inputs[i]));
                return;
            }

            if (actual.Error is not null) _refused++;
            else _values += actual.Values.Length;
        }

        if (counts is null || network.TakeActivity() is not { } activity) return;
        if ((CountComparison.Find(counts, activity) ?? ChipCheck.Find(TNetwork.Program, activity)) is not var (layer, problem)) return;
        _failures.Add((options.Isa!.Value, options.Mode), new OracleFailure(
            options.Isa.Value, options.Mode, options.Threads, options.ChunkRows, _options.Seed, set, layer, inputs[^1].ToInput(), 0, 0, 0, 0, problem));
    }

    private OracleFailure Explain(TNetwork network, DefinitionScope scope, WeightSource weights, NetworkOptions options, int set, SampleInput input)
    {
        var smallest = new Shrinker(candidate => Differ(candidate) is not null, _options.ShrinkAttempts).Shrink(input);
        // A fault that comes and goes: then the input as it was first seen must do.
        var found = Differ(smallest) ?? new Difference(0, 0, 0, 0, "the results differed once and agree when run again: they depend on what ran before");
        var layer = "output";
        if (LayerSearch.Find(network, weights, smallest) is { } first) (layer, found) = first;
        return new OracleFailure(options.Isa!.Value, options.Mode, options.Threads, options.ChunkRows, _options.Seed, set, layer,
            smallest.ToInput(), found.Row, found.Column, found.Expected, found.Actual, found.Problem);

        Difference? Differ(SampleInput candidate) =>
            Difference.Between(Outcome.OfDefinition<TNetwork>(scope, candidate), Outcome.OfKernels(network, candidate, _width), _width);
    }
}
