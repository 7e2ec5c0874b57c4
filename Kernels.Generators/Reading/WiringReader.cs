using System;
using System.Collections.Generic;
using System.Linq;
using Kernels.Generators.Diagnostics;
using Kernels.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Kernels.Generators.Reading;

/// <summary>
/// Body to operations, by executing it on value numbers: a local holds the number of its present value. Names are resolved by
/// the compiler, so a user's own method called Relu is not taken for the function.
/// </summary>
internal sealed class WiringReader(DefinitionContext context, IMethodSymbol forward)
{
    /// <summary>In place of a value's number: there was an error, which has been reported.</summary>
    private const int Failed = -1;

    private const int MaxDepth = 200;

    private readonly Wiring _wiring = new([], [], Failed);
    private readonly Dictionary<ISymbol, int> _values = new(SymbolEqualityComparer.Default) { [forward.Parameters[0]] = 0 };
    private readonly Dictionary<ISymbol, int> _layers = context.LayerMethods
        .Select((method, index) => (method, index)).ToDictionary(pair => (ISymbol)pair.method, pair => pair.index, SymbolEqualityComparer.Default);

    private int _result = Failed;
    private int _depth;
    private bool _returned;
    private bool _failed;

    public Wiring? Read(IOperation body)
    {
        if (body is IMethodBodyOperation method && (method.BlockBody ?? method.ExpressionBody) is { } block) Statement(block);
        return _failed || _result == Failed ? null : _wiring with { Result = _result };
    }

    private void Statement(IOperation statement)
    {
        context.Token.ThrowIfCancellationRequested();
        if (_returned && !statement.IsImplicit)
        {
            Refuse(KernelDiagnostics.Statement, statement.Syntax, "Nothing may follow the return of a wiring. Remove this line.");
            return;
        }

        switch (statement)
        {
            case IBlockOperation block:
                foreach (var inner in block.Operations) Statement(inner);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(declaration => declaration.Declarators)) Declare(declarator);
                break;
            case IExpressionStatementOperation expression:
                ExpressionStatement(expression.Operation);
                break;
            case IReturnOperation { ReturnedValue: { } value }:
                _result = Value(value);
                _returned = true;
                break;
            case IEmptyOperation:
                break;
            default:
                var (what, advice) = WiringWords.Statement(statement);
                Refuse(KernelDiagnostics.Statement, statement.Syntax, $"A wiring has no {what}: it is the same for every input. {advice}");
                break;
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        if (declarator.Symbol.Type.TypeKind == TypeKind.Error) _failed = true;
        else if (Vocabulary.Edge(declarator.Symbol.Type) is null || declarator.Symbol.RefKind != RefKind.None)
            Refuse(KernelDiagnostics.LocalType, declarator.Syntax is VariableDeclaratorSyntax syntax ? Place.Of(syntax.Identifier) : Place.Of(declarator.Syntax),
                $"{declarator.Symbol.Name} is of type {declarator.Symbol.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, but only Tensor, Tokens, Spikes and Current flow through a wiring. Put numbers into annotations.");
        else if (declarator.GetVariableInitializer() is { } initializer)
            _values[declarator.Symbol] = Value(initializer.Value);
    }

    private void ExpressionStatement(IOperation expression)
    {
        switch (expression)
        {
            case ISimpleAssignmentOperation { IsRef: false } assignment when IsLocal(assignment.Target, out var target):
                _values[target] = Value(assignment.Value);
                break;
            case ICompoundAssignmentOperation assignment when IsLocal(assignment.Target, out var target):
                _values[target] = Join(assignment, assignment.OperatorKind, assignment.OperatorMethod, assignment.Target, assignment.Value);
                break;
            default:
                // The rules say that the value is not used, at the call's place.
                Value(expression);
                break;
        }
    }

    private int Value(IOperation operation)
    {
        // Reading recurses; the compiler's stack is not ours to fill.
        if (_depth >= MaxDepth)
            return _failed ? Failed : Refuse(KernelDiagnostics.TooLong, operation.Syntax, $"This expression is deeper than {MaxDepth} operations. Split it with locals.");
        _depth++;
        var value = ValueOf(operation);
        _depth--;
        return value;
    }

    private int ValueOf(IOperation operation)
    {
        switch (operation)
        {
            // Where a value of another type is returned or handed on, the compiler says so.
            case IConversionOperation { Conversion.Exists: false }:
                return Fail();
            case IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion:
                return Value(conversion.Operand);
            case IParenthesizedOperation parenthesized:
                return Value(parenthesized.Operand);
            case IParameterReferenceOperation parameter when _values.TryGetValue(parameter.Parameter, out var value):
                return value;
            case ILocalReferenceOperation local when _values.TryGetValue(local.Local, out var value):
                return value;
            case ILocalReferenceOperation or IParameterReferenceOperation:
                return Fail();
            case IInvocationOperation call:
                return Call(call);
            case IBinaryOperation binary:
                return Join(binary, binary.OperatorKind, binary.OperatorMethod, binary.LeftOperand, binary.RightOperand);
            case IInvalidOperation:
                return Fail();
            default:
                if (operation.Type is { TypeKind: TypeKind.Error } || operation.ChildOperations.Any(child => child is IInvalidOperation)) return Fail();
                var (what, advice) = WiringWords.Expression(operation);
                return Refuse(KernelDiagnostics.Expression, operation.Syntax, $"A wiring has no {what}. {advice}");
        }
    }

    private int Call(IInvocationOperation call)
    {
        var place = call.Syntax is InvocationExpressionSyntax syntax ? Place.Of(WiringWords.CalledName(syntax.Expression)) : Place.Of(call.Syntax);
        var method = call.TargetMethod;
        if (_layers.TryGetValue(method.PartialDefinitionPart ?? method, out var layer) && call.Instance is (null or IInstanceReferenceOperation))
        {
            // A layer of another form has been reported at its declaration.
            if (method.IsStatic || call.Arguments.Length != 1) return Fail();
            var from = Value(call.Arguments[0].Value);
            return Add(from, new LayerOp(layer, from), place);
        }

        if (Vocabulary.FunctionOf(method) is not Function.None and var function && call.Arguments.Length == 1)
        {
            var from = Value(call.Arguments[0].Value);
            return Add(from, new FunctionOp(function, from), place);
        }

        _failed = true;
        var known = context.LayerMethods.Count > 0 ? string.Join(", ", context.LayerMethods.Select(known => known.Name).Distinct()) : "none yet";
        context.Diagnostics.Add(KernelDiagnostics.UnknownCall, place,
            $"{method.Name} is neither a layer of {context.Type.Name} ({known}) nor a function of Kernels.Functions ({Vocabulary.FunctionNames}). Write its steps here, or make it a [Block].");
        return Failed;
    }

    private int Join(IOperation operation, BinaryOperatorKind kind, IMethodSymbol? method, IOperation first, IOperation second)
    {
        if (operation.Type is { TypeKind: TypeKind.Error } || first is IInvalidOperation || second is IInvalidOperation) return Fail();
        var sign = WiringWords.Operator(operation.Syntax);
        var isOurs = method is not null && Vocabulary.Edge(method.ContainingType) is not null
            && method.Parameters.All(parameter => Vocabulary.Edge(parameter.Type) is EdgeKind.Tensor or EdgeKind.Current);
        if (!isOurs || kind is not (BinaryOperatorKind.Add or BinaryOperatorKind.Multiply))
            return Refuse(KernelDiagnostics.Operator, Place.Of(sign), $"'{sign.Text}' does not join two Tensors or Currents here. A wiring has + and * between Tensors, + between Currents, and += and *=.");

        var (left, right) = (Value(first), Value(second));
        return Add(Math.Min(left, right), kind == BinaryOperatorKind.Add ? new AddOp(left, right) : new MultiplyOp(left, right), Place.Of(sign));
    }

    private int Add(int operand, OpModel op, Place place)
    {
        if (operand == Failed) return Failed;
        _wiring.Ops.Add(op);
        _wiring.Places.Add(place);
        return _wiring.Ops.Count;
    }

    private bool IsLocal(IOperation target, out ISymbol symbol)
    {
        symbol = target switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => forward,
        };
        return !ReferenceEquals(symbol, forward);
    }

    private int Fail()
    {
        _failed = true;
        return Failed;
    }

    private int Refuse(DiagnosticDescriptor rule, SyntaxNode node, string message) => Refuse(rule, WiringWords.Head(node), message);

    private int Refuse(DiagnosticDescriptor rule, Place place, string message)
    {
        context.Diagnostics.Add(rule, place, message);
        return Fail();
    }
}
