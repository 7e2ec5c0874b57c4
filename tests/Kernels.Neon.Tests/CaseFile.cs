namespace Kernels.Neon.Tests;

/// <summary>Calls and outcomes as the harness in C reads and writes them: <c>tests/neon/harness/main.c</c>.</summary>
internal static class CaseFile
{
    public static void Write(string path, IReadOnlyList<KernelCase> cases)
    {
        using var to = new BinaryWriter(File.Create(path));
        to.Write(cases.Count);
        foreach (var item in cases)
        {
            to.Write(item.Kernel);
            to.Write(item.Arguments.Count);
            foreach (var argument in item.Arguments)
            {
                to.Write(argument.Memory is null ? 0 : 1);
                to.Write(argument.Memory?.Length ?? argument.Number);
                if (argument.Memory is not null) to.Write(argument.Memory);
            }
        }
    }

    /// <summary>What the harness left: first what its code saw of the processor, then the outcome of every call.</summary>
    public static (int Tier, IReadOnlyList<Outcome> Outcomes) Read(string path, IReadOnlyList<KernelCase> cases)
    {
        using var from = new BinaryReader(File.OpenRead(path));
        var tier = from.ReadInt32();
        var outcomes = new List<Outcome>();
        foreach (var item in cases)
        {
            var result = from.ReadInt32();
            var memory = new List<byte[]>();
            foreach (var argument in item.Arguments.Where(argument => argument.Memory is not null))
            {
                memory.Add(from.ReadBytes(argument.Memory!.Length));
                Assert.Equal(argument.Memory.Length, memory[^1].Length);
            }

            outcomes.Add(new(result, memory));
        }

        Assert.Equal(from.BaseStream.Length, from.BaseStream.Position);
        return (tier, outcomes);
    }
}
