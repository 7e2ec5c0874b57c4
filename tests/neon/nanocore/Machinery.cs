// What the compiler of machine code looks up by name, whether or not a kernel uses it.
namespace System
{
    public sealed class String
    {
        public readonly int Length;
        private char _firstChar;
    }

    public abstract class Array
    {
        internal int _numComponents;

        public int Length => _numComponents;
    }

    public class Array<T> : Array { }

    public abstract class Delegate
    {
        internal object m_firstParameter;
        internal object m_helperObject;
        internal nint m_extraFunctionPointerOrData;
        internal nint m_functionPointer;
    }

    public abstract class MulticastDelegate : Delegate { }

    public struct RuntimeTypeHandle
    {
        private nint _value;
    }

    public struct RuntimeMethodHandle
    {
        private nint _value;
    }

    public struct RuntimeFieldHandle
    {
        private nint _value;
    }

    public struct TypedReference { }

    public ref struct RuntimeArgumentHandle { }

    public class Exception { }

    public class NotSupportedException : Exception { }

    public class Type { }

    public class RuntimeType : Type { }

    public interface IDisposable
    {
        void Dispose();
    }

    public readonly ref struct Span<T>
    {
        private readonly ref T _reference;
        private readonly int _length;
    }

    public readonly ref struct ReadOnlySpan<T>
    {
        private readonly ref T _reference;
        private readonly int _length;
    }

    internal static class Buffer
    {
        private static void BulkMoveWithWriteBarrier(ref byte to, ref byte from, nuint count) => SpanHelpers.Memmove(ref to, ref from, count);

        private static void Memmove(ref byte to, ref byte from, nuint count) => SpanHelpers.Memmove(ref to, ref from, count);
    }

    internal static class SpanHelpers
    {
        internal static unsafe void Memmove(ref byte to, ref byte from, nuint count)
        {
            fixed (byte* target = &to)
            fixed (byte* source = &from)
            {
                for (nuint i = 0; i < count; i++) target[i] = source[i];
            }
        }

        internal static unsafe void Fill(ref byte to, byte value, nuint count)
        {
            fixed (byte* target = &to)
            {
                for (nuint i = 0; i < count; i++) target[i] = value;
            }
        }

        internal static void ClearWithoutReferences(ref byte to, nuint count) => Fill(ref to, 0, count);
    }
}

namespace System.Collections
{
    public interface IEnumerable { }
}

namespace Internal.Runtime.CompilerHelpers
{
    using System.Runtime;

    internal static class StartupCodeHelpers
    {
        [RuntimeExport("RhpReversePInvoke")]
        private static void RhpReversePInvoke(nint frame) { }

        [RuntimeExport("RhpReversePInvokeReturn")]
        private static void RhpReversePInvokeReturn(nint frame) { }

        [RuntimeExport("RhpPInvoke")]
        private static void RhpPInvoke(nint frame) { }

        [RuntimeExport("RhpPInvokeReturn")]
        private static void RhpPInvokeReturn(nint frame) { }

        [RuntimeExport("RhpFallbackFailFast")]
        private static void RhpFallbackFailFast() => ThrowHelpers.Hang();
    }

    /// <summary>There are no exceptions here: what would throw hangs, and the harness ends it after a while.</summary>
    internal static class ThrowHelpers
    {
        private static void ThrowInvalidProgramException() => Hang();

        private static void ThrowOverflowException() => Hang();

        private static void ThrowIndexOutOfRangeException() => Hang();

        private static void ThrowNullReferenceException() => Hang();

        private static void ThrowDivideByZeroException() => Hang();

        private static void ThrowPlatformNotSupportedException() => Hang();

        private static void ThrowNotImplementedException() => Hang();

        internal static void Hang()
        {
            while (true)
            {
            }
        }
    }
}
