using Kernels;
using static Kernels.Functions;

namespace Demo;

/// <summary>From the 784 pixels of a picture to a score for each of ten digits.</summary>
[Network(Input = [784])]
public sealed partial class Digits
{
    [Dense(128)] private partial Tensor Hidden(Tensor pixels);
    [Dense(10)]  private partial Tensor Logits(Tensor hidden);

    [Forward] private Tensor Predict(Tensor pixels) => Logits(Relu(Hidden(pixels)));
}
