using System.Globalization;
using Kernels.Models;

namespace Kernels.Cli;

/// <summary>
/// GPT-2 as a textbook writes it: float arrays and loops, one thread, one token at a time, keys and values of earlier tokens kept. It is what
/// a reader of the paper would write in an afternoon, and what <c>kernels bench --plain</c> holds the generated kernels against. No loop is
/// slow on purpose: each walks its weights in the order in which they lie.
/// </summary>
internal sealed class PlainGpt2
{
    private readonly Gpt2Config _config;
    private readonly float[] _tokens, _positions, _head;
    private readonly Block[] _blocks;
    private readonly Norm _last;
    private int _position;

    /// <summary>Reads the weights, as f32 whatever they are stored as.</summary>
    /// <param name="weights">A checkpoint.</param>
    /// <param name="config">Its sizes; the activation must be <c>gelu_new</c>, see <see cref="CanRun"/>.</param>
    /// <param name="context">The longest sequence.</param>
    public PlainGpt2(WeightSource weights, Gpt2Config config, int context)
    {
        _config = config;
        int width = config.Width, inner = config.Inner;
        _tokens = weights.ReadFloats("wte.weight", [config.Vocabulary, width]);
        _positions = weights.ReadFloats("wpe.weight", [config.Positions, width]);
        _head = config.Tied ? _tokens : weights.ReadFloats("lm_head.weight", [config.Vocabulary, width]);
        _last = NormOf("ln_f");
        _blocks = new Block[config.Layers];
        for (var i = 0; i < config.Layers; i++)
        {
            var h = string.Create(CultureInfo.InvariantCulture, $"h.{i}.");
            _blocks[i] = new(
                NormOf(h + "ln_1"), LinearOf(h + "attn.c_attn", width, 3 * width), LinearOf(h + "attn.c_proj", width, width),
                NormOf(h + "ln_2"), LinearOf(h + "mlp.c_fc", width, inner), LinearOf(h + "mlp.c_proj", inner, width),
                new float[context * width], new float[context * width]);
        }

        Norm NormOf(string name) => new(weights.ReadFloats(name + ".weight", [width]), weights.ReadFloats(name + ".bias", [width]));

        Linear LinearOf(string name, int inputs, int outputs) => new(
            weights.ReadFloats(name + ".weight", [inputs, outputs], scaleAxis: 1), weights.ReadFloats(name + ".bias", [outputs]));
    }

    /// <summary>Whether these loops compute the network.</summary>
    public static bool CanRun(Gpt2Config config) => config.Activation == Model.Function.GeluTanh;

    /// <summary>Scores per token.</summary>
    public int Vocabulary => _config.Vocabulary;

    /// <summary>Forgets every token.</summary>
    public void Reset() => _position = 0;

    /// <summary>Takes one token.</summary>
    /// <param name="token">Its id.</param>
    /// <param name="scores">Receives the scores of the token after it; null when nobody asks.</param>
    public void Append(int token, float[]? scores)
    {
        var width = _config.Width;
        var x = new float[width];
        for (var i = 0; i < width; i++) x[i] = _tokens[(token * width) + i] + _positions[(_position * width) + i];
        foreach (var block in _blocks)
        {
            Add(x, Apply(block.Gather, Attend(block, Apply(block.Ask, Normalize(block.BeforeAttention, x)))));
            Add(x, Apply(block.Fold, Gelu(Apply(block.Grow, Normalize(block.BeforeFeedForward, x)))));
        }

        _position++;
        if (scores is null) return;
        x = Normalize(_last, x);
        for (var id = 0; id < scores.Length; id++)
        {
            var sum = 0f;
            for (var i = 0; i < width; i++) sum += x[i] * _head[(id * width) + i];
            scores[id] = sum;
        }
    }

    private float[] Normalize(Norm norm, float[] x)
    {
        float mean = 0, variance = 0;
        for (var i = 0; i < x.Length; i++) mean += x[i];
        mean /= x.Length;
        for (var i = 0; i < x.Length; i++) variance += (x[i] - mean) * (x[i] - mean);
        var scale = 1 / MathF.Sqrt((variance / x.Length) + _config.Epsilon);
        var y = new float[x.Length];
        for (var i = 0; i < x.Length; i++) y[i] = ((x[i] - mean) * scale * norm.Gain[i]) + norm.Shift[i];
        return y;
    }

    private static float[] Apply(Linear linear, float[] x)
    {
        var y = (float[])linear.Bias.Clone();
        for (var i = 0; i < x.Length; i++)
        {
            var value = x[i];
            for (var o = 0; o < y.Length; o++) y[o] += value * linear.Weight[(i * y.Length) + o];
        }

        return y;
    }

    /// <summary>Keeps the token's key and value, and mixes the values of all tokens so far, head by head.</summary>
    private float[] Attend(Block block, float[] queryKeyValue)
    {
        int width = _config.Width, size = _config.HeadSize;
        Array.Copy(queryKeyValue, width, block.Keys, _position * width, width);
        Array.Copy(queryKeyValue, 2 * width, block.Values, _position * width, width);
        var mixed = new float[width];
        var weights = new float[_position + 1];
        for (var head = 0; head < width; head += size)
        {
            var largest = float.NegativeInfinity;
            for (var t = 0; t <= _position; t++)
            {
                var sum = 0f;
                for (var i = head; i < head + size; i++) sum += queryKeyValue[i] * block.Keys[(t * width) + i];
                weights[t] = sum / MathF.Sqrt(size);
                largest = MathF.Max(largest, weights[t]);
            }

            var total = 0f;
            for (var t = 0; t <= _position; t++) total += weights[t] = MathF.Exp(weights[t] - largest);
            for (var t = 0; t <= _position; t++)
            {
                for (var i = head; i < head + size; i++) mixed[i] += weights[t] / total * block.Values[(t * width) + i];
            }
        }

        return mixed;
    }

    private static float[] Gelu(float[] x)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] = 0.5f * x[i] * (1 + MathF.Tanh(MathF.Sqrt(2 / MathF.PI) * (x[i] + (0.044715f * x[i] * x[i] * x[i]))));
        return x;
    }

    private static void Add(float[] x, float[] y)
    {
        for (var i = 0; i < x.Length; i++) x[i] += y[i];
    }

    private sealed record Norm(float[] Gain, float[] Shift);

    private sealed record Linear(float[] Weight, float[] Bias);

    private sealed record Block(
        Norm BeforeAttention, Linear Ask, Linear Gather, Norm BeforeFeedForward, Linear Grow, Linear Fold, float[] Keys, float[] Values);
}
