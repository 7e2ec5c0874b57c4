using System.Runtime.Intrinsics;
using Kernels.CompilerServices;

namespace Kernels.Runtime.Tests.Numerics;

/// <summary>Products by one element of a register, which the loops for ARM64 are made of, against products by a register of that element.</summary>
public sealed class ElementProductTests
{
    [Fact]
    public void An_element_multiplies_as_a_register_full_of_it_does()
    {
        var random = new Random(11);
        for (var i = 0; i < 10_000; i++)
        {
            var (x, y, z) = (Draw(), Draw(), Draw());
            Same(x[0], Lanes.MultiplyAddElement(x, 0, y, z));
            Same(x[1], Lanes.MultiplyAddElement(x, 1, y, z));
            Same(x[2], Lanes.MultiplyAddElement(x, 2, y, z));
            Same(x[3], Lanes.MultiplyAddElement(x, 3, y, z));

            void Same(float element, Vector128<float> actual) =>
                Assert.Equal(Lanes.MultiplyAdd(Vector128.Create(element), y, z).AsInt32(), actual.AsInt32());
        }

        Vector128<float> Draw() => Vector128.Create(random.NextSingle(), random.NextSingle() - 1, random.NextSingle() * 1e20f, -random.NextSingle());
    }

    [Fact]
    public void A_quad_multiplies_as_a_register_full_of_it_does()
    {
        var random = new Random(12);
        for (var i = 0; i < 10_000; i++)
        {
            var (w, x, acc) = (Draw(), Draw(), Vector128.Create(random.Next(-1 << 30, 1 << 30)));
            Same(0, Lanes.DotQuadsElement(acc, w, x, 0));
            Same(1, Lanes.DotQuadsElement(acc, w, x, 1));
            Same(2, Lanes.DotQuadsElement(acc, w, x, 2));
            Same(3, Lanes.DotQuadsElement(acc, w, x, 3));

            void Same(int quad, Vector128<int> actual)
            {
                for (var n = 0; n < 4; n++)
                {
                    var expected = acc[n];
                    for (var j = 0; j < 4; j++) expected += w[(4 * n) + j] * x[(4 * quad) + j];
                    Assert.Equal(expected, actual[n]);
                }
            }
        }

        Vector128<sbyte> Draw() => Vector128.Create([.. Enumerable.Range(0, 16).Select(_ => (sbyte)random.Next(-127, 128))]);
    }
}
