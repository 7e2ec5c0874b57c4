using System.Buffers.Binary;

namespace Kernels;

/// <summary>
/// Finds a <see cref="CoordinateNetwork"/> for a matrix: Adam (Kingma and Ba, 2015) on the squared error of weights drawn at random, in f32 and with a seed, then
/// rounded to 8 bits. Equal matrices give equal bytes.
/// </summary>
internal sealed class CoordinateFit
{
    private const int Codes = CoordinateNetwork.Codes, Hidden = CoordinateNetwork.Hidden;
    private const int Steps = 600, Batch = 256;
    private const float Rate = 0.01f, Keep1 = 0.9f, Keep2 = 0.99f, Range = 32;

    private readonly int _rows;
    private readonly int _columns;

    // Codes of rows, codes of columns, R, C, biases, second layer, bias: one after the other.
    private readonly float[] _p;
    private readonly float[] _gradient;
    private readonly float[] _first;
    private readonly float[] _second;
    private readonly int _column, _r, _c, _b, _w, _out;
    private ulong _state = 0x9E3779B97F4A7C15;
    private float _power1 = 1;
    private float _power2 = 1;

    private CoordinateFit(int rows, int columns)
    {
        (_rows, _columns) = (rows, columns);
        _column = rows * Codes;
        _r = _column + (columns * Codes);
        _c = _r + (Codes * Hidden);
        _b = _c + (Codes * Hidden);
        _w = _b + Hidden;
        _out = _w + Hidden;
        _p = new float[_out + 1];
        (_gradient, _first, _second) = (new float[_p.Length], new float[_p.Length], new float[_p.Length]);
        for (var i = 0; i < _b; i++) _p[i] = Draw();
        for (var i = _w; i < _out; i++) _p[i] = Draw() / 2;
    }

    /// <summary>The network for a matrix of 8-bit integers, row by row.</summary>
    public static CoordinateNetwork Of(ReadOnlySpan<sbyte> weights, int rows, int columns, Action? pause)
    {
        var fit = new CoordinateFit(rows, columns);
        for (var step = 0; step < Steps && !weights.IsEmpty; step++)
        {
            pause?.Invoke();
            fit.Step(weights);
        }

        return CoordinateNetwork.From(fit.Round(), rows, columns);
    }

    private void Step(ReadOnlySpan<sbyte> weights)
    {
        Array.Clear(_gradient);
        Span<float> hidden = stackalloc float[Hidden];
        for (var n = 0; n < Batch; n++)
        {
            var (row, column) = ((int)(Next() % (uint)_rows), (int)(Next() % (uint)_columns));
            var (ofRow, ofColumn) = (row * Codes, _column + (column * Codes));
            var y = _p[_out];
            for (var j = 0; j < Hidden; j++)
            {
                hidden[j] = _p[_b + j];
                for (var d = 0; d < Codes; d++)
                    hidden[j] += (_p[ofRow + d] * _p[_r + (d * Hidden) + j]) + (_p[ofColumn + d] * _p[_c + (d * Hidden) + j]);
                y += Math.Max(0, hidden[j]) * _p[_w + j];
            }

            var miss = (y - (weights[(row * _columns) + column] / Range)) / Batch;
            _gradient[_out] += miss;
            for (var j = 0; j < Hidden; j++)
            {
                if (hidden[j] <= 0) continue;
                _gradient[_w + j] += miss * hidden[j];
                var back = miss * _p[_w + j];
                _gradient[_b + j] += back;
                for (var d = 0; d < Codes; d++)
                {
                    _gradient[ofRow + d] += back * _p[_r + (d * Hidden) + j];
                    _gradient[ofColumn + d] += back * _p[_c + (d * Hidden) + j];
                    _gradient[_r + (d * Hidden) + j] += back * _p[ofRow + d];
                    _gradient[_c + (d * Hidden) + j] += back * _p[ofColumn + d];
                }
            }
        }

        (_power1, _power2) = (_power1 * Keep1, _power2 * Keep2);
        var (bias1, bias2) = (1 - _power1, 1 - _power2);
        for (var i = 0; i < _p.Length; i++)
        {
            _first[i] += (1 - Keep1) * (_gradient[i] - _first[i]);
            _second[i] += (1 - Keep2) * ((_gradient[i] * _gradient[i]) - _second[i]);
            _p[i] -= Rate * (_first[i] / bias1) / (MathF.Sqrt(_second[i] / bias2) + 1e-8f);
        }
    }

    /// <summary>The bytes of the network: every kind of number at the finest scale that 8 bits allow.</summary>
    private byte[] Round()
    {
        var bytes = new byte[CoordinateNetwork.ByteCount(_rows, _columns)];
        var (codes, layer, second) = (Scale(0, _r), Scale(_r, _b), Scale(_w, _out));
        for (var i = 0; i < _b; i++) bytes[i] = (byte)(sbyte)MathF.Round(_p[i] * (i < _r ? codes : layer));
        var at = _b;
        for (var j = 0; j < Hidden; j++, at += sizeof(int)) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), Whole(_p[_b + j] * codes * layer));
        for (var j = 0; j < Hidden; j++, at++) bytes[at] = (byte)(sbyte)MathF.Round(_p[_w + j] * second);
        var factor = Range * (1 << CoordinateNetwork.HiddenShift) / (codes * layer * second);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), Whole(factor * (1 << CoordinateNetwork.FactorShift)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + sizeof(int)), Whole(_p[_out] * Range));
        return bytes;
    }

    private static int Whole(float value) => (int)Math.Clamp(MathF.Round(value), -1e9f, 1e9f);

    private float Scale(int from, int to)
    {
        var largest = 1e-6f;
        for (var i = from; i < to; i++) largest = Math.Max(largest, Math.Abs(_p[i]));
        return 127 / largest;
    }

    /// <summary>A number from -1 to 1.</summary>
    private float Draw() => ((Next() >> 8) / (float)(1 << 23)) - 1;

    /// <summary>SplitMix64 (Steele, Lea and Flood, 2014), its upper half.</summary>
    private uint Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (uint)((z ^ (z >> 31)) >> 32);
    }
}
