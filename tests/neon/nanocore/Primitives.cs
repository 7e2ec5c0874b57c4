// The types without which no compiler accepts a module as the system module. Values live in their own bits; nothing here is
// ever allocated, so objects have no behaviour.
namespace System;

public class Object
{
    internal nint m_pEEType;

    public Object() { }

    ~Object() { }

    public virtual bool Equals(object other) => false;

    public virtual int GetHashCode() => 0;

    public virtual string ToString() => null;
}

public abstract class ValueType { }

public abstract class Enum : ValueType { }

public struct Void { }

public struct Boolean { }

public struct Char { }

public struct SByte { }

public struct Byte { }

public struct Int16 { }

public struct UInt16 { }

public struct Int32 { }

public struct UInt32 { }

public struct Int64 { }

public struct UInt64 { }

public struct Single
{
    public const float MaxValue = 3.40282346638528859e+38f;
    public const float NegativeInfinity = -1f / 0f;
    public const float PositiveInfinity = 1f / 0f;
    public const float NaN = 0f / 0f;
}

public struct Double { }

public struct IntPtr
{
    private unsafe void* _value;
}

public struct UIntPtr
{
    private unsafe void* _value;
}

public struct Nullable<T>
    where T : struct
{
    private bool hasValue;
    private T value;
}

public struct ValueTuple<T1, T2>
{
    public T1 Item1;
    public T2 Item2;
}

public struct ValueTuple<T1, T2, T3>
{
    public T1 Item1;
    public T2 Item2;
    public T3 Item3;
}

public struct ValueTuple<T1, T2, T3, T4>
{
    public T1 Item1;
    public T2 Item2;
    public T3 Item3;
    public T4 Item4;
}
