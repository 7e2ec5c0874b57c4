using Kernels.Generators.Planning;
using Kernels.Generators.Reading;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// The public face of a network: loading, the fast twin of the wiring method, model and plan as data, and the steps of a forward
/// pass as straight-line calls of kernels.
/// </summary>
internal static class NetworkEmitter
{
    public static string Emit(TypeHeader header, NetworkModel model, Plan plan)
    {
        var code = new CodeWriter();
        code.Lines(CodeWriter.Header.TrimEnd('\n'));
        code.Line("using System;");
        code.Line("using System.ComponentModel;");
        code.Line("using System.Runtime.CompilerServices;");
        code.Line("using Kernels.CompilerServices;");
        code.Line("using Kernels.Generated;");
        code.Line();
        var sequence = model.Graph.Input == EdgeKind.Tokens;
        var bases = $"global::Kernels.Network, global::Kernels.INetwork<{header.Reference}>" + (!sequence ? "" : plan.Whole ? ", global::Kernels.IEncoderNetwork" : plan.Memory.Count > 0 ? ", global::Kernels.IDecoderNetwork" : ", global::Kernels.ISequenceNetwork");
        var pass = new PassEmitter(model, plan);
        using (code.OpenType(header, bases))
        {
            Data(code, model, plan);
            LoadEmitter.Emit(code, model, plan);
            FaceEmitter.Emit(code, header, model, plan, pass.Layout);
            pass.Emit(code);
        }

        return code.ToString();
    }

    private static void Data(CodeWriter code, NetworkModel model, Plan plan)
    {
        code.Line("private static global::Kernels.Model.NetworkModel? __model;");
        code.Line("private static global::Kernels.Model.Plan? __plan;");
        code.Line("private static global::Kernels.Model.ChipProgram? __program;");
        code.Line();
        code.Line("/// <summary>The network as it was defined, with every width.</summary>");
        code.Line("public static global::Kernels.Model.NetworkModel Model => __model ??= global::Kernels.Model.ModelText.ReadNetwork(");
        code.Line("    " + Literal.Of(ModelText.Write(model)) + ");");
        code.Line();
        code.Line("/// <summary>How it runs: steps and buffers.</summary>");
        code.Line("/// <remarks>");
        foreach (var line in PlanWords.Lines(plan)) code.Line("/// " + line.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;") + "<br/>");
        code.Line("/// </remarks>");
        code.Line("public static global::Kernels.Model.Plan Plan => __plan ??= __CreatePlan();");
        code.Line();
        code.Line("private static global::Kernels.Model.Plan __CreatePlan() =>");
        PlanEmitter.Emit(code, plan);
        code.Line();
        code.Line("/// <summary>How a chip runs it: operations with their tiles, domains and traffic.</summary>");
        code.Line("public static global::Kernels.Model.ChipProgram Program => __program ??= __CreateProgram();");
        code.Line();
        code.Line("private static global::Kernels.Model.ChipProgram __CreateProgram() =>");
        ProgramEmitter.Emit(code, ChipPlanner.Program(plan));
        code.Line();
    }
}
