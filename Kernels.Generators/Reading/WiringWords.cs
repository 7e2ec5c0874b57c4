using System.Collections.Generic;
using System.Linq;
using Kernels.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernels.Generators.Reading;

/// <summary>How messages call the parts of C# that a wiring does not have, what to write instead, and where the caret goes.</summary>
internal static class WiringWords
{
    private static readonly Dictionary<OperationKind, (string What, string Advice)> s_statements = new()
    {
        [OperationKind.Loop] = ("loop", "Repeat a block with [Stack<TBlock>(count)], or write the steps one after the other."),
        [OperationKind.Conditional] = ("if", "Write a second network for the other case."),
        [OperationKind.Switch] = ("switch", "Write a network for each case."),
        [OperationKind.Try] = ("try", "Catch where the network is called."),
        [OperationKind.Using] = ("using", "Only layers, functions, + and * flow here."),
        [OperationKind.UsingDeclaration] = ("using", "Only layers, functions, + and * flow here."),
        [OperationKind.Lock] = ("lock", "An instance serves one caller at a time; use Share for more."),
        [OperationKind.LocalFunction] = ("local function", "Write its steps here, or make it a [Block]."),
        [OperationKind.Throw] = ("throw", "Check inputs where the network is called."),
        [OperationKind.Labeled] = ("label", "Write the steps in order."),
        [OperationKind.Branch] = ("jump", "Write the steps in order."),
        [OperationKind.YieldReturn] = ("yield", "Return one Tensor."),
    };

    private static readonly Dictionary<OperationKind, (string What, string Advice)> s_expressions = new()
    {
        [OperationKind.Literal] = ("constants", "Numbers belong into annotations."),
        [OperationKind.Conditional] = ("choice with ?:", "Write a second network for the other case."),
        [OperationKind.SwitchExpression] = ("switch", "Write a network for each case."),
        [OperationKind.Throw] = ("throw", "Check inputs where the network is called."),
        [OperationKind.FieldReference] = ("fields", "Its values come from its input and from weights: use the parameter, a local or a layer."),
        [OperationKind.PropertyReference] = ("properties", "Its values come from its input and from weights: use the parameter, a local or a layer."),
        [OperationKind.ObjectCreation] = ("new objects", "Its values come from its input and from weights: use the parameter, a local or a layer."),
        [OperationKind.Await] = ("await", "A wiring runs at once; await where the network is called."),
        [OperationKind.AnonymousFunction] = ("lambdas", "Write the steps here, or make them a [Block]."),
        [OperationKind.DelegateCreation] = ("lambdas", "Write the steps here, or make them a [Block]."),
        [OperationKind.SimpleAssignment] = ("assignment within an expression", "Write it as a line of its own."),
        [OperationKind.CompoundAssignment] = ("assignment within an expression", "Write it as a line of its own."),
        [OperationKind.CoalesceAssignment] = ("'??='", "A Tensor is never null here."),
        [OperationKind.Coalesce] = ("'??'", "A Tensor is never null here."),
        [OperationKind.ConditionalAccess] = ("'?.'", "A Tensor is never null here."),
        [OperationKind.Conversion] = ("conversions", "Remove the cast."),
        [OperationKind.Unary] = ("operators with one side", "Use + and * between Tensors, or a layer."),
        [OperationKind.ArrayElementReference] = ("indexing", "A wiring works on whole rows; use a layer."),
        [OperationKind.Tuple] = ("tuples", "Write one line per value."),
        [OperationKind.DeconstructionAssignment] = ("tuples", "Write one line per value."),
        [OperationKind.InstanceReference] = ("this as a value", "Call layers by their names."),
    };

    public static (string What, string Advice) Statement(IOperation statement) =>
        s_statements.TryGetValue(statement.Kind, out var words) ? words : ("statement of this kind", "Use locals, layers, functions, + and *, and return.");

    public static (string What, string Advice) Expression(IOperation expression) =>
        s_expressions.TryGetValue(expression.Kind, out var words) ? words : ("expression of this kind", "Use locals, layers, functions, + and *.");

    /// <summary>The last name of a called expression: <c>Relu</c> of <c>Functions.Relu</c>.</summary>
    public static SyntaxNode CalledName(ExpressionSyntax expression) => expression is MemberAccessExpressionSyntax member ? member.Name : expression;

    /// <summary>The operator of a binary expression or an assignment.</summary>
    public static SyntaxToken Operator(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => binary.OperatorToken,
        AssignmentExpressionSyntax assignment => assignment.OperatorToken,
        _ => node.GetFirstToken(),
    };

    /// <summary>What to underline: the first word of a statement, the whole of an expression.</summary>
    public static Place Head(SyntaxNode node) => node switch
    {
        LocalFunctionStatementSyntax function => Place.Of(function.Identifier),
        StatementSyntax statement when !statement.IsKind(SyntaxKind.ExpressionStatement) => Place.Of(statement.GetFirstToken()),
        _ => Place.Of(node),
    };
}
