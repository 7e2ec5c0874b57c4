using System.Text.Encodings.Web;

namespace Kernels.Cli;

/// <summary>How strings are written in JSON.</summary>
internal static class JsonText
{
    /// <summary>Letters of all scripts as they are; control characters, and whatever could break a page or a terminal, escaped.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
}
