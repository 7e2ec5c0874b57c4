using System.Reflection;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Text;

namespace Kernels.Neon.Tests;

/// <summary>
/// Writes the vector methods that kernels may call, as declarations that the compiler of machine code replaces by instructions:
/// read by reflection from the runtime that runs this test, so that they are the real signatures.
/// </summary>
internal static class Surface
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    /// <summary>Methods that the runtime, too, writes as an operator; only the operator becomes an instruction.</summary>
    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["Add"] = "+", ["Subtract"] = "-", ["Multiply"] = "*", ["Divide"] = "/",
        ["ShiftLeft"] = "<<", ["ShiftRightArithmetic"] = ">>", ["ShiftRightLogical"] = ">>>",
    };

    public static string Write()
    {
        var text = new StringBuilder("using System.Runtime.CompilerServices;\n\nnamespace System.Runtime.Intrinsics\n{\n");
        foreach (var type in new[] { typeof(Vector64), typeof(Vector128) })
        {
            text.Append($"    public static unsafe class {type.Name}\n    {{\n");
            Property(text, "", "IsHardwareAccelerated");
            Methods(text, type);
            text.Append("    }\n\n");
        }

        text.Append("}\n\nnamespace System.Runtime.Intrinsics.Arm\n{\n");
        foreach (var type in new[] { typeof(ArmBase), typeof(AdvSimd), typeof(Dp), typeof(Rdm) })
        {
            var parent = type.BaseType == typeof(object) ? null : type.BaseType!.Name;
            var hides = parent is null ? "" : "new ";
            Class(text, type, type.Name, parent, "", hides);
            Class(text, type.GetNestedType("Arm64")!, "Arm64", parent is null ? null : parent + ".Arm64", hides, hides);
            text.Append("    }\n    }\n\n");
        }

        return text.Append("}\n").ToString();
    }

    private static void Class(StringBuilder text, Type type, string name, string? parent, string hidesClass, string hides)
    {
        text.Append($"    [Intrinsic] public {hidesClass}abstract unsafe class {name}{(parent is null ? "" : " : " + parent)}\n    {{\n");
        Property(text, hides, "IsSupported");
        Methods(text, type);
    }

    private static void Property(StringBuilder text, string hides, string name) =>
        text.Append($"        public static {hides}bool {name} {{ [Intrinsic] get => {name}; }}\n");

    private static void Methods(StringBuilder text, Type type)
    {
        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        {
            var result = Name(method.ReturnType);
            var parameters = method.GetParameters().Select(parameter => Name(parameter.ParameterType)).ToArray();
            // What is left out names types that no kernel uses: Vector<T>, spans, arrays, Vector2.
            if (method.IsSpecialName || result is null || parameters.Contains(null)) continue;
            var generic = method.IsGenericMethodDefinition ? "<" + string.Join(", ", method.GetGenericArguments().Select(type => type.Name)) + ">" : "";
            var pointers = (result + string.Concat(parameters)).Contains('*', StringComparison.Ordinal);
            var where = generic.Length > 0 && pointers ? string.Concat(method.GetGenericArguments().Select(type => $" where {type.Name} : unmanaged")) : "";
            var declared = string.Join(", ", parameters.Select((parameter, i) => $"{parameter} a{i}"));
            var passed = string.Join(", ", parameters.Select((parameter, i) => parameter!.StartsWith("ref ", StringComparison.Ordinal) ? $"ref a{i}" : $"a{i}"));
            var head = $"public static {result} {method.Name}{generic}({declared}){where}";
            var isOperator = type == typeof(Vector128) && s_operators.ContainsKey(method.Name) && parameters.Length == 2
                && parameters[0] == result && (parameters[1] == result || parameters[1] == "int");
            // Generic pointers, too, are a form that the compiler leaves as a call.
            text.Append(isOperator ? $"        {head} => a0 {s_operators[method.Name]} a1;\n"
                : generic.Length > 0 && pointers && method.Name.StartsWith("Load", StringComparison.Ordinal) ? $"        {head} => *({result}*)a0;\n"
                : generic.Length > 0 && pointers && method.Name.StartsWith("Store", StringComparison.Ordinal) ? $"        {head} => *({parameters[0]}*)a1 = a0;\n"
                : $"        [Intrinsic] {head} => {method.Name}{generic}({passed});\n");
        }
    }

    private static string? Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!) is { } target ? "ref " + target : null;
        if (type.IsPointer) return Name(type.GetElementType()!) is { } target ? target + "*" : null;
        if (type.IsGenericParameter) return type.Name;
        if (s_keywords.TryGetValue(type, out var keyword)) return keyword;
        if (!type.IsGenericType) return null;
        var arguments = type.GetGenericArguments().Select(Name).ToArray();
        if (arguments.Contains(null)) return null;
        var list = "<" + string.Join(", ", arguments) + ">";
        var definition = type.GetGenericTypeDefinition();
        return definition == typeof(Vector64<>) || definition == typeof(Vector128<>) ? definition.Name.Split('`')[0] + list
            : definition.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) ? "System.ValueTuple" + list
            : null;
    }
}
