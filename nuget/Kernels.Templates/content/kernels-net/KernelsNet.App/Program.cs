using Kernels;
using Kernels.CompilerServices;
using KernelsNet;

// With a file of safetensors as its argument, the weights come from there; without, they are made here.
using var weights = args.Length > 0 ? WeightSource.Open(args[0]) : Strokes.Weights();
using var digits = Digits.Load(weights);
Console.Write(digits.Explain());

var noise = new Random(7);
var right = 0;
Span<float> scores = stackalloc float[10];
for (var digit = 0; digit < 10; digit++)
{
    var pixels = Strokes.Draw(digit, noise);
    digits.Predict(pixels, scores);
    var guess = 0;
    for (var i = 1; i < scores.Length; i++)
        if (scores[i] > scores[guess]) guess = i;
    if (guess == digit) right++;

    // The wiring method itself, executed slowly, must give the same bits.
    var meant = Digits.Define(new DefinitionScope(weights, digits.Mode), Tensor.FromRows(pixels, pixels.Length));
    if (!meant.Values.SequenceEqual(scores))
    {
        Console.Error.WriteLine($"The kernels differ from the definition on the picture of {digit}.");
        return 1;
    }
}

Console.WriteLine($"{right} of 10 pictures read right; kernels and definition agree to the bit.");
return 0;
