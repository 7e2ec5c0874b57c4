using System.Buffers.Binary;
using System.Text;

namespace Kernels.Runtime.Tests.Memory;

/// <summary>Makes safetensors files by hand, sound or not.</summary>
internal static class FileBuilder
{
    public const string Name = "hostile/model.safetensors";

    public static byte[] File(string header, int dataLength = 0) => File(Encoding.UTF8.GetBytes(header), Data(dataLength));

    public static byte[] File(byte[] header, byte[] data) => WithLength((ulong)header.Length, header, data);

    public static byte[] WithLength(ulong length, byte[] header, byte[] data)
    {
        var file = new byte[sizeof(ulong) + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        header.CopyTo(file, sizeof(ulong));
        data.CopyTo(file, sizeof(ulong) + header.Length);
        return file;
    }

    /// <summary>Bytes 1, 2, 3, ... so that a read from the wrong place shows.</summary>
    public static byte[] Data(int length)
    {
        var data = new byte[length];
        for (var i = 0; i < length; i++)
            data[i] = (byte)(i + 1);
        return data;
    }

    public static string Tensor(string name, string dtype, string shape, long begin, long end)
        => $"\"{name}\":{{\"dtype\":\"{dtype}\",\"shape\":{shape},\"data_offsets\":[{begin},{end}]}}";

    public static SafeTensorsFile Open(byte[] file) => SafeTensorsFile.Open(new MemoryStream(file), Name);

    /// <summary>The file is refused as every bad file must be.</summary>
    public static ModelFormatException AssertRefused(byte[] file) => AssertOneLine(Assert.Throws<ModelFormatException>(() => Open(file)), Name);

    public static ModelFormatException AssertOneLine(ModelFormatException error, string path)
    {
        Assert.StartsWith(path + ": ", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, path.Length + 8, 1400);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.DoesNotContain(error.Message, character => character is '\u2028' or '\u2029' or '\u202E' or '\uFEFF');
        Assert.Equal(path, error.Path);
        return error;
    }
}
