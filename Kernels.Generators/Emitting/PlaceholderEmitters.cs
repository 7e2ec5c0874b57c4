// Stands in until planning and emitting land; then this file is deleted.
using Kernels.Model;

namespace Kernels.Generators.Planning
{
    internal static class Planner
    {
        public static Plan Plan(NetworkModel model) =>
            new(0, EquatableList<BufferPlan>.Empty, 0, 0, EquatableList<StepPlan>.Empty, EquatableList<StepPlan>.Empty);
    }
}

namespace Kernels.Generators.Emitting
{
    internal abstract record KernelKey;

    internal sealed record SourceFile(string HintName, string Text);

    internal static class NetworkEmitter
    {
        public static string Emit(Reading.TypeHeader header, NetworkModel model, Plan plan) => CodeWriter.Header;
    }

    internal static class KernelSet
    {
        public static EquatableList<KernelKey> Of(Plan plan) => EquatableList<KernelKey>.Empty;
    }

    internal static class KernelEmitter
    {
        public static EquatableList<SourceFile> Emit(KernelKey key, EquatableList<Isa> isas) => EquatableList<SourceFile>.Empty;
    }
}
