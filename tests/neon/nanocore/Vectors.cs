// The two vector types of ARM64. Their static classes come from the surface that is read from the installed runtime.
namespace System.Runtime.Intrinsics;

using System.Runtime.CompilerServices;

[Intrinsic]
public readonly struct Vector64<T>
{
    private readonly ulong _00;

    public static Vector64<T> Zero
    {
        [Intrinsic]
        get => default;
    }
}

[Intrinsic]
public readonly struct Vector128<T>
{
    private readonly ulong _00;
    private readonly ulong _01;

    public static Vector128<T> Zero
    {
        [Intrinsic]
        get => default;
    }

    [Intrinsic]
    public static Vector128<T> operator +(Vector128<T> left, Vector128<T> right) => left + right;

    [Intrinsic]
    public static Vector128<T> operator -(Vector128<T> left, Vector128<T> right) => left - right;

    [Intrinsic]
    public static Vector128<T> operator *(Vector128<T> left, Vector128<T> right) => left * right;

    [Intrinsic]
    public static Vector128<T> operator /(Vector128<T> left, Vector128<T> right) => left / right;

    [Intrinsic]
    public static Vector128<T> operator &(Vector128<T> left, Vector128<T> right) => left & right;

    [Intrinsic]
    public static Vector128<T> operator |(Vector128<T> left, Vector128<T> right) => left | right;

    [Intrinsic]
    public static Vector128<T> operator ^(Vector128<T> left, Vector128<T> right) => left ^ right;

    [Intrinsic]
    public static Vector128<T> operator *(Vector128<T> left, T right) => left * right;

    [Intrinsic]
    public static Vector128<T> operator /(Vector128<T> left, T right) => left / right;

    [Intrinsic]
    public static Vector128<T> operator *(T left, Vector128<T> right) => left * right;

    [Intrinsic]
    public static Vector128<T> operator -(Vector128<T> value) => -value;

    [Intrinsic]
    public static Vector128<T> operator ~(Vector128<T> value) => ~value;

    [Intrinsic]
    public static Vector128<T> operator <<(Vector128<T> value, int count) => value << count;

    [Intrinsic]
    public static Vector128<T> operator >>(Vector128<T> value, int count) => value >> count;

    [Intrinsic]
    public static Vector128<T> operator >>>(Vector128<T> value, int count) => value >>> count;
}
