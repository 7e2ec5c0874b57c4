using Kernels.Generators.Planning;
using Kernels.Generators.Reading;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>What users call: Load, Share, the fast twin of the wiring method, and the sequence's position.</summary>
internal static class FaceEmitter
{
    public static void Emit(CodeWriter code, TypeHeader header, NetworkModel model, Plan plan, PassLayout layout)
    {
        var self = header.Reference;
        var name = header.Name;
        code.Line($"private {name}(NetworkWeights weights, global::Kernels.NetworkOptions options) : base(weights, __Layout, options) {{ }}");
        code.Line();
        code.Line($"private {name}({self} other) : base(other) {{ }}");
        code.Line();
        code.Lines(
            $$"""
            /// <summary>Loads the network from a file or folder of safetensors.</summary>
            /// <param name="path">A <c>.safetensors</c> file, an index of shards, or a folder that holds one of them.</param>
            /// <param name="options">Mode, ISA, threads; null for the defaults.</param>
            /// <exception cref="global::Kernels.ModelFormatException">A tensor is missing, or has another shape or type.</exception>
            /// <exception cref="ArgumentException">An option without a meaning, or a context whose cache this process cannot hold.</exception>
            public static {{self}} Load(string path, global::Kernels.NetworkOptions? options = null)
            {
                using var weights = global::Kernels.WeightSource.Open(path);
                return Load(weights, options);
            }

            /// <summary>Loads the network.</summary>
            /// <param name="weights">Where its tensors are; not needed any more when the method returns.</param>
            /// <param name="options">Mode, ISA, threads; null for the defaults.</param>
            /// <exception cref="global::Kernels.ModelFormatException">A tensor is missing, or has another shape or type.</exception>
            /// <exception cref="ArgumentException">An option without a meaning, or a context whose cache this process cannot hold.</exception>
            public static {{self}} Load(global::Kernels.WeightSource weights, global::Kernels.NetworkOptions? options = null)
            {
                options = global::Kernels.Network.Check(options, __Layout);
                return new {{name}}(WeightLoader.Load(weights, options, __ReadWeights), options);
            }

            /// <summary>Another instance over the same weights with memory of its own. Each must be disposed.</summary>
            public {{self}} Share() => new {{name}}(this);
            """);
        code.Line();
        if (model.Graph.Input != EdgeKind.Tokens) Rows(code, model, plan, layout);
        else if (plan.Whole) Encoder(code, model, plan, layout);
        else Tokens(code, model, plan, layout);
        if (plan.Whole) Limit(code);
        else if (plan.Context > 0) Position(code);
        if (plan.Memory.Count > 0) Memory(code, model, plan, layout);
        code.Line("static global::Kernels.Tensor global::Kernels.INetwork<" + self + ">.Define(DefinitionScope scope, global::Kernels.NetworkInput input) =>");
        code.Line(model.Graph.Input == EdgeKind.Tokens
            ? "    Define(scope, input.Tokens ?? throw new ArgumentException(\"This network takes tokens.\"));"
            : "    Define(scope, input.Tensor ?? throw new ArgumentException(\"This network takes rows of values.\"));");
        code.Line();
    }

    private static void Rows(CodeWriter code, NetworkModel model, Plan plan, PassLayout layout)
    {
        var (input, output) = (layout.Of(plan.Input), layout.Of(plan.Output));
        code.Lines(
            $$"""
            /// <summary>The fast twin of the wiring method: rows in, rows out, no allocation.{{(plan.Whole ? " The rows are a whole sequence." : plan.Context > 0 ? " Rows continue the sequence at <see cref=\"Position\"/>." : "")}}</summary>
            /// <param name="input">One or more rows of {{model.InputWidth}} values.</param>
            /// <param name="result">As many rows of {{model.OutputWidth}} values.</param>
            /// <exception cref="ArgumentException">A span of the wrong length.</exception>
            public void {{model.Graph.Forward}}(ReadOnlySpan<float> input, Span<float> result) =>
                base.RunRows(input, result, {{input.Offset}}, {{input.Stride}}, {{output.Offset}}, {{output.Stride}}, readsInput: {{Word(CallerRows.CanRead(model, plan))}}, writesResult: {{Word(CallerRows.CanWrite(model, plan))}});

            /// <inheritdoc/>
            public override void Evaluate(global::Kernels.NetworkInput input, Span<float> result)
            {
                var rows = input.Tensor ?? throw new ArgumentException("This network takes rows of values.");
                Reset();
                {{model.Graph.Forward}}(rows.Values, result);
            }
            """);
        code.Line();
    }

    private static string Word(bool value) => value ? "true" : "false";

    private static void Encoder(CodeWriter code, NetworkModel model, Plan plan, PassLayout layout)
    {
        var output = layout.Of(plan.Output);
        code.Lines(
            $$"""
            /// <summary>The fast twin of the wiring method: the tokens of a whole sequence in, one row of values per token out, no allocation.</summary>
            /// <param name="tokens">One or more ids.</param>
            /// <param name="result">As many rows of {{model.OutputWidth}} values.</param>
            /// <exception cref="ArgumentException">An id out of range, a span of the wrong length, or more tokens than the context holds.</exception>
            public void {{model.Graph.Forward}}(ReadOnlySpan<int> tokens, Span<float> result) =>
                base.RunTokens(tokens, result, lastOnly: false, {{layout.Vocabulary}}, {{output.Offset}}, {{output.Stride}});

            void global::Kernels.IEncoderNetwork.Encode(ReadOnlySpan<int> tokens, Span<float> states) =>
                base.RunTokens(tokens, states, lastOnly: false, {{layout.Vocabulary}}, {{output.Offset}}, {{output.Stride}});

            /// <inheritdoc/>
            public override void Evaluate(global::Kernels.NetworkInput input, Span<float> result)
            {
                var tokens = input.Tokens ?? throw new ArgumentException("This network takes tokens.");
                {{model.Graph.Forward}}(tokens.Ids, result);
            }

            /// <inheritdoc/>
            public int Vocabulary => {{layout.Vocabulary}};

            int global::Kernels.IEncoderNetwork.StateWidth => {{model.OutputWidth}};

            global::Kernels.IEncoderNetwork global::Kernels.IEncoderNetwork.Share() => Share();

            global::Kernels.Model.ChipProgram global::Kernels.IEncoderNetwork.ChipProgram => Program;
            """);
        code.Line();
    }

    private static void Limit(CodeWriter code) => code.Lines(
        """
        /// <summary>The longest sequence that this instance can take.</summary>
        public int Context => base.Capacity;
        """).Line();

    private static void Memory(CodeWriter code, NetworkModel model, Plan plan, PassLayout layout)
    {
        var input = layout.Of(plan.MemoryInput);
        code.Lines(
            $$"""
            /// <summary>Takes a memory, makes keys and values of it once, and starts a new sequence.</summary>
            /// <param name="rows">One or more rows of {{plan.Buffers[plan.MemoryInput].Width}} values, as many as the context at most.</param>
            /// <exception cref="ArgumentException">No whole rows, or more than the context.</exception>
            public void SetMemory(ReadOnlySpan<float> rows) => base.RunMemory(rows, {{input.Offset}}, {{input.Stride}});
            """);
        code.Line();
        if (model.Graph.Input != EdgeKind.Tokens) return;
        code.Lines(
            $$"""
            int global::Kernels.IDecoderNetwork.MemoryWidth => {{plan.Buffers[plan.MemoryInput].Width}};

            int global::Kernels.IDecoderNetwork.MemorySize => base.MemoryRows;

            global::Kernels.IDecoderNetwork global::Kernels.IDecoderNetwork.Share() => Share();
            """);
        code.Line();
    }

    private static void Tokens(CodeWriter code, NetworkModel model, Plan plan, PassLayout layout)
    {
        var output = layout.Of(plan.Output);
        var vocabulary = layout.Vocabulary;
        code.Lines(
            $$"""
            /// <summary>The fast twin of the wiring method: tokens in, one row of scores per token out, no allocation.{{(plan.Context > 0 ? " Tokens continue the sequence at <see cref=\"Position\"/>." : "")}}</summary>
            /// <param name="tokens">One or more ids.</param>
            /// <param name="result">As many rows of {{model.OutputWidth}} values.</param>
            /// <exception cref="ArgumentException">An id out of range, a span of the wrong length, or more tokens than the context holds.</exception>
            public void {{model.Graph.Forward}}(ReadOnlySpan<int> tokens, Span<float> result) =>
                base.RunTokens(tokens, result, lastOnly: false, {{vocabulary}}, {{output.Offset}}, {{output.Stride}});

            /// <inheritdoc/>
            public void Append(ReadOnlySpan<int> tokens, Span<float> scores) =>
                base.RunTokens(tokens, scores, lastOnly: true, {{vocabulary}}, {{output.Offset}}, {{output.Stride}});

            /// <inheritdoc/>
            public void Append(ReadOnlySpan<int> tokens) =>
                base.RunTokens(tokens, {{vocabulary}});

            /// <inheritdoc/>
            public void AppendAll(ReadOnlySpan<int> tokens, Span<float> scores) =>
                base.RunTokens(tokens, scores, lastOnly: false, {{vocabulary}}, {{output.Offset}}, {{output.Stride}});

            /// <inheritdoc/>
            public override void Evaluate(global::Kernels.NetworkInput input, Span<float> result)
            {
                var tokens = input.Tokens ?? throw new ArgumentException("This network takes tokens.");
                Reset();
                AppendAll(tokens.Ids, result);
            }

            /// <inheritdoc/>
            public int Vocabulary => {{vocabulary}};

            global::Kernels.ISequenceNetwork global::Kernels.ISequenceNetwork.Share() => Share();

            global::Kernels.Model.ChipProgram global::Kernels.ISequenceNetwork.ChipProgram => Program;
            """);
        code.Line();
        if (plan.Context > 0)
        {
            code.Lines(
                """
                /// <inheritdoc/>
                public void CopyFrom(global::Kernels.ISequenceNetwork other, int from, int to) => base.CopySequence(other, from, to);
                """);
            code.Line();
            return;
        }

        code.Lines(
            """
            int global::Kernels.ISequenceNetwork.Context => int.MaxValue;

            int global::Kernels.ISequenceNetwork.Position => 0;

            void global::Kernels.ISequenceNetwork.Reset() { }

            void global::Kernels.ISequenceNetwork.Rewind(int position) => base.SetPosition(position);

            void global::Kernels.ISequenceNetwork.CopyFrom(global::Kernels.ISequenceNetwork other, int from, int to) => base.CopySequence(other, from, to);
            """);
        code.Line();
    }

    private static void Position(CodeWriter code) => code.Lines(
        """
        /// <summary>The longest sequence that this instance can hold.</summary>
        public int Context => base.Capacity;

        /// <summary>Rows taken since the start or the last <see cref="Reset"/>.</summary>
        public int Position => base.SequencePosition;

        /// <summary>Starts a new sequence.</summary>
        public override void Reset() => base.SetPosition(0);

        /// <summary>Forgets the rows from a position on.</summary>
        /// <param name="position">0 to <see cref="Position"/>.</param>
        public void Rewind(int position) => base.SetPosition(position);
        """).Line();
}
