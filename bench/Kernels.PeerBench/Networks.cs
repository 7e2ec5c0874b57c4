namespace Kernels.PeerBench;

/// <summary>The project's side: one linear layer per pair of widths of the case list, without bias, and the small perceptron.</summary>
[Network(Input = [64])]
public sealed partial class Mix64To64
{
    [Dense(64, Bias = false)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>128 inputs, 10 outputs.</summary>
[Network(Input = [128])]
public sealed partial class Mix128To10
{
    [Dense(10, Bias = false)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>768 inputs, 768 outputs: what attention of GPT-2 gathers.</summary>
[Network(Input = [768], Weights = [WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class Mix768To768
{
    [Dense(768, Bias = false)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>768 inputs, 2304 outputs: queries, keys and values of GPT-2.</summary>
[Network(Input = [768], Weights = [WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class Mix768To2304
{
    [Dense(2304, Bias = false)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>768 inputs, 3072 outputs: the wide layer of GPT-2.</summary>
[Network(Input = [768], Weights = [WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class Mix768To3072
{
    [Dense(3072, Bias = false)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>3072 inputs, 768 outputs: back from the wide layer of GPT-2.</summary>
[Network(Input = [3072], Weights = [WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class Mix3072To768
{
    [Dense(768, Bias = false)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>768 inputs, 50257 outputs: the scores of GPT-2.</summary>
[Network(Input = [768], Weights = [WeightFormat.Int8Block32, WeightFormat.Int4Block32])]
public sealed partial class Mix768To50257
{
    [Dense(50257, Bias = false)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>1024 inputs, 1024 outputs.</summary>
[Network(Input = [1024])]
public sealed partial class Mix1024To1024
{
    [Dense(1024, Bias = false)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>2048 inputs, 2048 outputs.</summary>
[Network(Input = [2048])]
public sealed partial class Mix2048To2048
{
    [Dense(2048, Bias = false)] private partial Tensor Mix(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Mix(x);
}

/// <summary>A perceptron of three layers, 64-64-64-10, with bias and <c>Relu</c> between them.</summary>
[Network(Input = [64])]
public sealed partial class Perceptron
{
    [Dense(64, Name = "Layer0")] private partial Tensor First(Tensor x);

    [Dense(64, Name = "Layer1")] private partial Tensor Second(Tensor x);

    [Dense(10, Name = "Layer2")] private partial Tensor Third(Tensor x);

    [Forward] private Tensor Run(Tensor x) => Third(Relu(Second(Relu(First(x)))));
}
