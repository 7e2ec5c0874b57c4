using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernels.Cli.Tests;

public sealed class MessagesTests() : MessageChecks(typeof(Messages), "Kernels.Cli")
{
    protected override IReadOnlyList<string> NoSentences => [nameof(Messages.ToolName)];

    protected override IReadOnlyList<string> SameInKorean => [nameof(Messages.IsaName)];

    [Fact]
    public void KoreanCulturesReadKoreanAndJsonStaysAsItIs()
    {
        var korean = new InProcess { Culture = "ko-KR" };
        Assert.Equal(2, korean.Run("generate", "--mode", "x"));
        Assert.StartsWith("오류: --mode", korean.Error);
        Assert.Equal(0, korean.Run("generate", "a", "--tokens", "2"));
        Assert.Contains("토큰/초", korean.Out);
        string[] line = ["generate", "a", "--tokens", "2", "--seed", "1", "--json"];
        var english = new InProcess();
        Assert.Equal(0, english.Run(line));
        Assert.Equal(0, korean.Run(line));
        Assert.Equal(WithoutSpeed(english.Out), WithoutSpeed(korean.Out));
    }

    [Fact]
    public void NoSentenceStandsInTheCode()
    {
        var found = new List<string>();
        var folder = Path.Combine(Repository.Root, "Kernels.Cli");
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).StartsWith("obj", StringComparison.Ordinal)))
        {
            var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file));
            foreach (var node in tree.GetRoot().DescendantNodes().Where(node => node.FirstAncestorOrSelf<AttributeSyntax>() is null))
            {
                var text = node switch
                {
                    LiteralExpressionSyntax literal when literal.Token.Value is string value => value,
                    InterpolatedStringTextSyntax part => part.TextToken.ValueText,
                    _ => "",
                };
                if (!IsNoLanguage(text)) found.Add($"{Path.GetFileName(file)}: {text}");
            }
        }

        Assert.Empty(found);
    }

    /// <summary>What the libraries say of a file comes from their resources: no text of the code's is an argument of such an error.</summary>
    [Theory]
    [InlineData("Kernels.Runtime")]
    [InlineData("Kernels.Models")]
    [InlineData("Kernels.Compiler")]
    public void NoFaultOfAFileStandsInTheCodeOfALibrary(string project)
    {
        var calls = 0;
        var found = new List<string>();
        var folder = Path.Combine(Repository.Root, project);
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).StartsWith("obj", StringComparison.Ordinal)))
        {
            var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
            var arguments = root.DescendantNodes().OfType<ArgumentListSyntax>().Where(list => list.Parent switch
            {
                ObjectCreationExpressionSyntax made => made.Type.ToString() == nameof(ModelFormatException),
                ImplicitObjectCreationExpressionSyntax made => made.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ReturnType.ToString() == nameof(ModelFormatException),
                InvocationExpressionSyntax call => call.Expression.ToString().Split('.')[^1] is "Error" or "Refuse",
                _ => false,
            });
            foreach (var list in arguments)
            {
                calls++;
                if (list.DescendantNodes().Any(node => node is LiteralExpressionSyntax { Token.Value: string text } && text.Contains(' ') || node is InterpolatedStringExpressionSyntax))
                    found.Add($"{Path.GetFileName(file)}: {list}");
            }
        }

        Assert.Empty(found);
        Assert.NotEqual(0, calls);
    }

    [Theory]
    [InlineData("there is no file")]
    [InlineData("Expected")]
    [InlineData("파일")]
    public void ASentenceWouldBeFound(string text) => Assert.False(IsNoLanguage(text));

    // Names of options, values and JSON fields (one word in small letters), formats, and the exact texts listed here.
    private static bool IsNoLanguage(string text)
        => !text.Any(char.IsLetter)
        || Regex.IsMatch(text, "^(--)?[a-z0-9_./ -]+$") && !Regex.IsMatch(text, "[a-z]+ [a-z]+")
        || Regex.IsMatch(text, @"^[A-Z]\d?$")
        || text is "DIR" or "DIR|novels|phrases" or "NATS" or ".trial" or " + little" or "FILE" or "int8 + sign code" or "int8 + generator + sign code" or "+0.0000;-0.0000" or "--policy published" or "--weights int8" or "none|sign|generated" or "none, sign, generated" or "generated" or "none" or "sign" or "+code" or "FILE" or "FILE|-" or "PROMPT" or "\\u" or "X4" or "T" or "dense|int8|spiking|complementary" or "rate|phase" or "events|counts" or "f32|bf16|int8|int8b32|int4b32" or "f32|int8" or "int8|int8b32|int4b32" or "f32" or "bf16" or "int8b32" or "int4b32" or "rate, phase" or "events, counts" or "auto|scalar|128|256|512"
            or "true|false|never" or "true, false, never" or "lossless|published" or "lossless, published" or "13a|char|none" or "13a, char, none" or "TEXT" or "BLEU" or "chrF2"
            or "0.0E-0" or "It is a truth universally acknowledged" or ", " or " mm², " or "Description:" or "[default: " or "(REQUIRED)" or " : '"
            or "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1"
            or "auto, scalar, 128, 256, 512" or "Kernels.Cli.Messages" or " (Parameter ";

    private static string WithoutSpeed(string json) => Regex.Replace(json, "\"(prefill_)?tokens_per_second\":[^,}]*", "");
}
