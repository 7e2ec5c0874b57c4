namespace Kernels.SpikeBench;

/// <summary>One linear layer on values: its spikes are made inside, where the mode asks for them.</summary>
[Network(Input = [1024])]
public sealed partial class Values
{
    public const int Width = 1024;

    [Dense(1024)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>The same layer on spikes of the definition, with neurons behind it.</summary>
[Network(Input = [1024])]
public sealed partial class Trains
{
    public const int Steps = 16;

    [Encode(Steps = Steps)] private partial Spikes See(Tensor x);

    [Dense(1024)] private partial Current Mix(Spikes seen);

    [Integrate] private partial Tensor Read(Current mixed);

    [Forward] private Tensor Run(Tensor x) => Read(Mix(See(x)));
}
