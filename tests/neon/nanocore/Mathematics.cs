// Scalars and references. A method that calls itself is one that the compiler replaces by an instruction; where it does not,
// the build fails (build.sh looks for the calls).
namespace System
{
    using System.Runtime.CompilerServices;

    public static class MathF
    {
        [Intrinsic]
        public static float Sqrt(float x) => Sqrt(x);

        [Intrinsic]
        public static float Abs(float x) => Abs(x);

        [Intrinsic]
        public static float FusedMultiplyAdd(float x, float y, float z) => FusedMultiplyAdd(x, y, z);

        public static float CopySign(float x, float y) =>
            BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(x) & 0x7fffffff) | (BitConverter.SingleToInt32Bits(y) & ~0x7fffffff));
    }

    public static class Math
    {
        public static int Max(int left, int right) => left >= right ? left : right;

        public static int Min(int left, int right) => left <= right ? left : right;
    }

    public static class BitConverter
    {
        public static unsafe int SingleToInt32Bits(float value) => *(int*)&value;

        public static unsafe float Int32BitsToSingle(int value) => *(float*)&value;

        public static unsafe uint SingleToUInt32Bits(float value) => *(uint*)&value;

        public static unsafe float UInt32BitsToSingle(uint value) => *(float*)&value;
    }
}

namespace System.Numerics
{
    using System.Runtime.CompilerServices;

    public static class BitOperations
    {
        [Intrinsic]
        public static int TrailingZeroCount(uint value) => TrailingZeroCount(value);
    }
}

namespace System.Runtime.CompilerServices
{
    public static unsafe class Unsafe
    {
        [Intrinsic]
        public static ref T Add<T>(ref T source, int elements) => ref Add(ref source, elements);

        [Intrinsic]
        public static ref T Add<T>(ref T source, nint elements) => ref Add(ref source, elements);

        [Intrinsic]
        public static ref TTo As<TFrom, TTo>(ref TFrom source) => ref As<TFrom, TTo>(ref source);

        [Intrinsic]
        public static T ReadUnaligned<T>(ref byte source) => ReadUnaligned<T>(ref source);

        [Intrinsic]
        public static void WriteUnaligned<T>(ref byte target, T value) => WriteUnaligned(ref target, value);
    }
}
