namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>What can be wrong with spiking layers, each at its place. Most wrong joins are errors of C# itself, since edges have types.</summary>
public sealed class SpikeDiagnosticsTests
{
    private static void Neuron(string id, string message, string annotation) => new WrongDefinition(id, message, Net(annotation)).Check();

    /// <summary>A network with an encoder, a linear layer, neurons, a linear layer and an integrator.</summary>
    private static string Net(
        string fire = "[If]", string see = "[Encode]", string vote = "[Integrate]", string read = "[Dense(10)]", string wiring = "Vote(Read(Fire(Drive(See(x)))))") =>
        WrongDefinition.Network(
            $"{see} private partial Spikes See(Tensor x);\n[Dense(20)] private partial Current Drive(Spikes s);\n{fire} private partial Spikes Fire(Current c);\n"
            + $"{read} private partial Current Read(Spikes s);\n{vote} private partial Tensor Vote(Current c);\n[Forward] private Tensor Run(Tensor x) => {wiring};");

    [Theory]
    [InlineData("0f")]
    [InlineData("-1f")]
    [InlineData("float.NaN")]
    [InlineData("float.PositiveInfinity")]
    public void A_threshold_that_is_none(string value) => Neuron("KRN0317",
        "Threshold of Fire must be a finite number above 0: at 0 a silent neuron would fire.", $"[If(Threshold = [|{value}|])]");

    [Theory]
    [InlineData("0f")]
    [InlineData("-0.5f")]
    [InlineData("1.5f")]
    [InlineData("float.NaN")]
    public void A_decay_that_is_none(string value) => Neuron("KRN0318",
        "Decay of Fire must be above 0 and below 1: it is what a step leaves of the membrane.", $"[Lif(Decay = [|{value}|])]");

    [Fact]
    public void A_leaky_neuron_that_does_not_leak() => Neuron("KRN0318",
        "Decay of Fire is 1, so nothing leaks. Give a number below 1, or write [If].", "[Lif(Decay = [|1|])]");

    [Fact]
    public void A_decay_of_an_integrator_that_is_none() => new WrongDefinition("KRN0318",
        "Decay of Vote must be above 0, and 1 at most: it is what a step leaves of the membrane.", Net(vote: "[Integrate(Decay = [|2f|])]")).Check();

    [Theory]
    [InlineData("1f")]
    [InlineData("2f")]
    [InlineData("float.NaN")]
    [InlineData("float.NegativeInfinity")]
    public void A_start_that_is_none(string value) => Neuron("KRN0319",
        "Start of Fire must be a finite number below the threshold.", $"[Lif(Start = [|{value}|])]");

    [Fact]
    public void A_reset_without_a_name() => Neuron("KRN0306",
        "Reset of Fire has no value 5. Use one of the names that the enum declares.", "[If(Reset = [|(SpikeReset)5|])]");

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1", "-1")]
    [InlineData("1025", "1,025")]
    public void Steps_out_of_range(string value, string text) => new WrongDefinition("KRN0306",
        $"Steps of See is {text}. Give a number from 1 to 1,024.", Net(see: $"[Encode(Steps = [|{value}|])]")).Check();

    [Fact]
    public void A_row_that_would_be_too_large() => new WrongDefinition("KRN0106",
        "Read would hold 1,000,000 values over 32 time steps. The limit is 16,777,216 values per row: take fewer Steps.",
        Net(read: "[Dense(1000000)]", wiring: "Vote([|Read|](Fire(Drive(See(x)))))")).Check();

    [Fact]
    public void Currents_that_do_not_last_equally_long() => new WrongDefinition("KRN0108",
        "'+' joins currents of 8 time steps with currents of 16. Give both [Encode] the same Steps.",
        WrongDefinition.Network(
            "[Encode(Steps = 8)] private partial Spikes A(Tensor x);\n[Encode(Steps = 16)] private partial Spikes B(Tensor x);\n"
            + "[Dense(4)] private partial Current C(Spikes s);\n[Dense(4)] private partial Current D(Spikes s);\n[Integrate] private partial Tensor E(Current c);\n"
            + "[Forward] private Tensor Run(Tensor x) => E(C(A(x)) [|+|] D(B(x)));")).Check();

    [Fact]
    public void Currents_of_different_widths() => new WrongDefinition("KRN0102",
        "'+' joins 4 values with 5. Set [Dense(4)] on D.",
        WrongDefinition.Network(
            "[Encode] private partial Spikes A(Tensor x);\n[Encode] private partial Spikes B(Tensor x);\n"
            + "[Dense(4)] private partial Current C(Spikes s);\n[Dense(5)] private partial Current D(Spikes s);\n[Integrate] private partial Tensor E(Current c);\n"
            + "[Forward] private Tensor Run(Tensor x) => E(C(A(x)) [|+|] D(B(x)));")).Check();

    [Fact]
    public void A_dense_layer_from_spikes_to_a_tensor() => new WrongDefinition("KRN0303",
        "L is a [Dense], which takes a Tensor and gives a Tensor, or takes Spikes and gives a Current. Write: private partial Current L(Spikes fired);",
        WrongDefinition.Network("[Encode] private partial Spikes See(Tensor x);\n[Dense(10)] private partial Tensor [|L|](Spikes s);\n[Forward] private Tensor Run(Tensor x) => L(See(x));")).Check();

    [Fact]
    public void Neurons_on_a_tensor() => new WrongDefinition("KRN0303",
        "L is a [Lif], which takes a Current and gives Spikes. Write: private partial Spikes L(Current drive);",
        WrongDefinition.Layer("[Lif] private partial Tensor [|L|](Tensor x);")).Check();

    [Fact]
    public void An_encoder_that_gives_currents() => new WrongDefinition("KRN0303",
        "L is a [Encode], which takes a Tensor and gives Spikes. Write: private partial Spikes L(Tensor x);",
        WrongDefinition.Network("[Encode] private partial Current [|L|](Tensor x);\n[Integrate] private partial Tensor V(Current c);\n[Forward] private Tensor Run(Tensor x) => V(L(x));")).Check();

    [Fact]
    public void A_network_of_spikes() => new WrongDefinition("KRN0204",
        "Run must take a Tensor or Tokens and give a Tensor. Write: [Forward] private Tensor Predict(Tensor x) => Logits(Relu(Hidden(x)));",
        "using Kernels;\n[Network]\npublic sealed partial class Net\n{\n[Dense(4)] private partial Current C(Spikes s);\n[Integrate] private partial Tensor E(Current c);\n"
        + "[Forward] private Tensor [|Run|](Spikes s) => E(C(s));\n}\n").Check();

    [Fact]
    public void A_name_for_weights_that_are_not_there() => Neuron("KRN0313",
        "Fire has no tensors to be named: time and membranes are no weights. Remove Name.", "[If(Name = [|\"n\"|])]");

    [Fact]
    public void A_precision_for_neurons() => Neuron("KRN0316",
        "Fire is computed in f32 in every mode. Remove [Precision]: it belongs on [Dense], [Conv2d] and [Tied].", "[If] [[|Precision|](Precision.Float32)]");

    [Fact]
    public void A_layer_used_twice() => new WrongDefinition("KRN0210",
        "Fire is used twice. A layer has one place in the wiring, with weights and state of its own: declare a second layer.",
        Net(read: "[Dense(20)]", wiring: "Vote(Read([|Fire|](Read2(Fire(Drive(See(x)))))))").Replace("[Integrate]", "[Dense(20)] private partial Current Read2(Spikes s);\n[Integrate]")).Check();

    [Theory]
    [InlineData("Vote(Read(Fire(Drive(See(x)))) + x)", "CS0019")]
    [InlineData("Vote(Drive(See(x)) * Drive(See(x)))", "CS0019")]
    [InlineData("Vote(Read(See(x) + See(x)))", "CS0019")]
    [InlineData("Vote(Read(Relu(Fire(Drive(See(x))))))", "CS1503")]
    [InlineData("Vote(Relu(Read(Fire(Drive(See(x))))))", "CS1503")]
    [InlineData("Vote(Read(Drive(See(x))))", "CS1503")]
    [InlineData("Vote(Fire(Drive(See(x))))", "CS1503")]
    [InlineData("Read(Fire(Drive(See(x))))", "CS0029")]
    [InlineData("Vote(Read(x))", "CS1503")]
    public void What_the_types_on_edges_forbid_is_an_error_of_the_compiler_alone(string wiring, string id)
    {
        var project = GeneratorHarness.Run(Net(wiring: wiring));

        Assert.Null(project.Result.Exception);
        Assert.Empty(project.Reported);
        Assert.Equal([id], project.Compiled.Select(item => item.Id).Distinct());
    }

    [Fact]
    public void The_enum_can_be_named_inside_a_network_which_has_a_method_Reset() =>
        GeneratorHarness.RunScalar(Net("[Lif(Decay = 0.5f, Threshold = 2, Start = -1, Reset = SpikeReset.Zero)]")).AssertClean();

    [Fact]
    public void Two_paths_and_locals_are_sound() => GeneratorHarness.RunScalar(WrongDefinition.Network(
        """
        [Encode(Steps = 4)] private partial Spikes A(Tensor x);
        [Dense(4)] private partial Current C(Spikes s);
        [Dense(4, Bias = false)] [Precision(Precision.Float32)] private partial Current D(Spikes s);
        [Integrate(Decay = 0.5f)] private partial Tensor E(Current c);

        [Forward]
        private Tensor Run(Tensor x)
        {
            Spikes seen = A(x);
            Current drive = C(seen);
            drive += D(seen);
            return E(drive);
        }
        """)).AssertClean();

    [Fact]
    public void A_placement_of_a_layer_on_spikes() => new WrongDefinition("KRN0330",
        "Read takes spikes, which have been on the spiking side all along. Remove [Placement].", Net(read: "[Dense(10), [|Placement|](Placement.Dense)]")).Check();

    [Fact]
    public void A_placement_of_a_layer_on_spikes_in_a_block_that_nobody_stacks() => new WrongDefinition("KRN0330",
        "Read takes spikes, which have been on the spiking side all along. Remove [Placement].",
        """
        using Kernels;
        namespace Demo;
        [Block]
        public sealed partial class Part
        {
            [Encode] private partial Spikes See(Tensor x);
            [Dense, [|Placement|](Placement.Complementary)] private partial Current Read(Spikes s);
            [Integrate] private partial Tensor Vote(Current c);
            [Forward] private Tensor Run(Tensor x) => Vote(Read(See(x)));
        }
        """).Check();

    [Fact]
    public void Trains_that_no_arena_can_hold()
    {
        var layers = string.Concat(Enumerable.Range(0, 130).Select(i => $"[Dense(16384)] private partial Current D{i}(Spikes s);\n[Encode(Steps = 1024)] private partial Spikes E{i}(Tensor x);\n"));
        var project = GeneratorHarness.RunScalar($$"""
            using Kernels;
            namespace Demo;
            [Network(Input = [4])]
            public sealed partial class Net
            {
                {{layers}}
                [Integrate] private partial Tensor Vote(Current c);
                [Forward] private Tensor Run(Tensor x)
                {
                    {{string.Concat(Enumerable.Range(0, 130).Select(i => $"var c{i} = D{i}(E{i}(x));\n"))}}
                    return Vote({{string.Join(" + ", Enumerable.Range(0, 130).Select(i => $"c{i}"))}});
                }
            }
            """);
        Assert.Null(project.Result.Exception);
        Assert.Equal("KRN0106", Assert.Single(project.Reported).Id);
    }
}
