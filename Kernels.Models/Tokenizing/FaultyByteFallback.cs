using System.Text;

namespace Kernels.Models.Tokenizing;

/// <summary>Puts U+FFFD for each byte that is no UTF-8, where .NET puts one for each maximal faulty part.</summary>
internal sealed class FaultyByteFallback : DecoderFallback
{
    public static FaultyByteFallback Shared { get; } = new();

    public override int MaxCharCount => 3;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

    private sealed class Buffer : DecoderFallbackBuffer
    {
        private int _count;
        private int _given;

        public override int Remaining => _count - _given;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (_count, _given) = (bytesUnknown.Length, 0);
            return true;
        }

        public override char GetNextChar()
        {
            if (_given == _count)
                return '\0';
            _given++;
            return '\uFFFD';
        }

        public override bool MovePrevious()
        {
            if (_given == 0)
                return false;
            _given--;
            return true;
        }

        public override void Reset() => (_count, _given) = (0, 0);
    }
}
