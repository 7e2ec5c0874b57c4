using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kernels.Cli.Tests;

public sealed class MessagesTests
{
    private static readonly Dictionary<string, string> English = Read("Messages.resx");
    private static readonly Dictionary<string, string> Korean = Read("Messages.ko.resx");

    [Fact]
    public void NoKeyLacksEitherLanguageOrAnAccessor()
    {
        Assert.Equal(English.Keys.Order(), Korean.Keys.Order());
        Assert.Equal(Accessors().Select(member => member.Name).Order(), English.Keys.Order());
        Assert.All(English.Values.Concat(Korean.Values), text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    [Fact]
    public void BothLanguagesUseTheSamePlaceholders()
    {
        foreach (var (key, text) in English)
            Assert.True(Holes(text).SetEquals(Holes(Korean[key])), key);
    }

    [Fact]
    public void KoreanIsKorean()
    {
        foreach (var (key, text) in Korean)
            Assert.True(key == "IsaName" || text.Any(character => character is >= '\uAC00' and <= '\uD7A3'), key);
    }

    /// <summary>A particle whose form hangs on a word that is not known is avoided, not written twice.</summary>
    [Fact]
    public void KoreanParticlesAreResolved()
    {
        foreach (var (key, text) in Korean)
            Assert.False(Regex.IsMatch(text, @"은\(는\)|이\(가\)|을\(를\)|와\(과\)|\(으\)로"), key);
    }

    [Fact]
    public void EveryMessageCanBeMade()
    {
        foreach (var member in Accessors())
        {
            var text = member is MethodInfo method
                ? method.Invoke(null, [.. method.GetParameters().Select(p => p.ParameterType == typeof(string) ? "x" : Convert.ChangeType(7, p.ParameterType))])
                : ((PropertyInfo)member).GetValue(null);
            Assert.DoesNotContain('{', Assert.IsType<string>(text));
        }
    }

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
        || text is "DIR" or "FILE" or "PROMPT" or "\\u" or "X4" or "T" or "dense|int8|spiking|complementary" or "rate|phase" or "events|counts" or "f32|bf16" or "f32, bf16" or "rate, phase" or "events, counts" or "auto|scalar|128|256|512"
            or "0.0E-0" or "It is a truth universally acknowledged" or ", " or " mm², " or "Description:" or "[default: " or "(REQUIRED)" or " : '"
            or "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1"
            or "auto, scalar, 128, 256, 512" or "Kernels.Cli.Messages" or " (Parameter ";

    private static IEnumerable<MemberInfo> Accessors() => typeof(Messages)
        .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(member => member is PropertyInfo { Name: not nameof(Messages.ToolName) } or MethodInfo { IsSpecialName: false });

    private static HashSet<string> Holes(string text) => [.. Regex.Matches(text, @"\{\d+(:[^}]*)?\}").Select(match => match.Value)];

    private static string WithoutSpeed(string json) => Regex.Replace(json, "\"(prefill_)?tokens_per_second\":[^,}]*", "");

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Repository.Root, "Kernels.Cli", "Text", file))
        .Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
}
