using System.Globalization;

namespace Kernels.Models.Moses;

/// <summary>What Moses' rules ask of a character, given as a code point. The sets are those of sacremoses, the white space is Python's.</summary>
internal static partial class MosesCharacters
{
    private static readonly CharacterSet s_alpha = new(LettersRuns);
    private static readonly CharacterSet s_letters = new(LettersRuns, SignsRuns);
    private static readonly CharacterSet s_words = new(LettersRuns, SignsRuns, DigitsRuns);
    private static readonly CharacterSet s_numbers = new(NumbersRuns);
    private static readonly CharacterSet s_lower = new(LowerRuns);
    private static readonly CharacterSet s_currency = new(CurrencyRuns);

    /// <summary>A letter, as the rules that join words have it.</summary>
    public static bool IsAlpha(int point) => s_alpha.Contains(point);

    /// <summary>A letter, as the rules that cut words have it.</summary>
    public static bool IsLetter(int point) => s_letters.Contains(point);

    /// <summary>What words are made of: letters and decimal digits.</summary>
    public static bool IsWord(int point) => s_words.Contains(point);

    /// <summary>A number of any kind.</summary>
    public static bool IsNumber(int point) => s_numbers.Contains(point);

    /// <summary>Lower case.</summary>
    public static bool IsLower(int point) => s_lower.Contains(point);

    /// <summary>The sign of a currency.</summary>
    public static bool IsCurrency(int point) => s_currency.Contains(point);

    /// <summary>A decimal digit by today's Unicode.</summary>
    public static bool IsDigit(int point) => CharUnicodeInfo.GetUnicodeCategory(point) == UnicodeCategory.DecimalDigitNumber;

    /// <summary>White space as Python has it: .NET's, and the four separators of ASCII.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';

    /// <summary>A character of Chinese, Japanese or Korean, by blocks.</summary>
    public static bool IsCjk(int point) => point is >= 0x1100 and <= 0x11FF or >= 0x2E80 and <= 0xA4CF or >= 0xA840 and <= 0xA87F or >= 0xAC00 and <= 0xD7AF
        or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE4F or >= 0xFF65 and <= 0xFFDC or >= 0x17000 and <= 0x18AFF or >= 0x1B000 and <= 0x1B0FF
        or >= 0x1B170 and <= 0x1B2FF or >= 0x20000 and <= 0x2FFFF;
}
