using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Testing.Tests;

/// <summary>
/// A sound network with a fault planted behind it, to see that the oracle notices: the kernels of <see cref="SmallDigits"/>, and
/// a change to their results. The definition is left alone.
/// </summary>
public abstract class Faulty : Network
{
    private readonly SmallDigits _sound;

    private protected Faulty(WeightSource weights, NetworkOptions? options) => _sound = SmallDigits.Load(weights, options);

    public static NetworkModel Model => SmallDigits.Model;

    public static Plan Plan => SmallDigits.Plan;

    public static ChipProgram Program => SmallDigits.Program;

    public static Tensor Define(DefinitionScope scope, NetworkInput input) => SmallDigits.Define(scope, input.Tensor!);

    protected override Plan PlanOfInstance => Plan;

    public override void Evaluate(NetworkInput input, Span<float> result)
    {
        _sound.Evaluate(input, result);
        Spoil(_sound, input.Tensor!, result);
    }

    private protected abstract void Spoil(SmallDigits sound, Tensor input, Span<float> result);

    protected override void RunBody() => throw new NotSupportedException();

    protected override void RunTail() => throw new NotSupportedException();

    protected override void Execute(int operation, int first, int end) => throw new NotSupportedException();

    protected override string LayerOf(int operation) => throw new NotSupportedException();
}

/// <summary>One bit wrong, in one column, on one tier, in one mode, when a value of the input is large.</summary>
public sealed class OneBit : Faulty, INetwork<OneBit>
{
    private OneBit(WeightSource weights, NetworkOptions? options)
        : base(weights, options)
    {
    }

    public static OneBit Load(WeightSource weights, NetworkOptions? options = null) => new(weights, options);

    private protected override void Spoil(SmallDigits sound, Tensor input, Span<float> result)
    {
        if (sound is not { Isa: Isa.Scalar, Mode: Mode.Int8 }) return;
        for (var row = 0; row < input.Rows; row++)
            if (input[row, 4] > 0.5f) result[(row * 10) + 7] = MathF.BitIncrement(result[(row * 10) + 7]);
    }
}

/// <summary>A last row that is never written.</summary>
public sealed class LostRow : Faulty, INetwork<LostRow>
{
    private LostRow(WeightSource weights, NetworkOptions? options)
        : base(weights, options)
    {
    }

    public static LostRow Load(WeightSource weights, NetworkOptions? options = null) => new(weights, options);

    private protected override void Spoil(SmallDigits sound, Tensor input, Span<float> result)
    {
        if (input.Rows > 2) result[^10..].Clear();
    }
}

/// <summary>Throws where the definition gives a result.</summary>
public sealed class Throwing : Faulty, INetwork<Throwing>
{
    private Throwing(WeightSource weights, NetworkOptions? options)
        : base(weights, options)
    {
    }

    public static Throwing Load(WeightSource weights, NetworkOptions? options = null) => new(weights, options);

    private protected override void Spoil(SmallDigits sound, Tensor input, Span<float> result)
    {
        if (input.Rows > 1) throw new IndexOutOfRangeException("past the end");
    }
}

/// <summary>Negative zero for zero: a difference that a comparison of floats does not see.</summary>
public sealed class LostSign : Faulty, INetwork<LostSign>
{
    private LostSign(WeightSource weights, NetworkOptions? options)
        : base(weights, options)
    {
    }

    public static LostSign Load(WeightSource weights, NetworkOptions? options = null) => new(weights, options);

    private protected override void Spoil(SmallDigits sound, Tensor input, Span<float> result)
    {
        foreach (ref var value in result)
            if (value == 0) value = -value;
    }
}
