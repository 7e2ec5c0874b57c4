using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kernels.Chip.Tests;

/// <summary>The page stands alone, is well formed, and says the operating point beside its figures.</summary>
public sealed class PageTests
{
    private static readonly ChipStudy s_study = Study("a <model> & \"more\"");
    private static readonly string s_page = ChipPage.Write(s_study);

    [Fact]
    public void Nothing_comes_from_elsewhere() => Assert.DoesNotMatch("https?:|<script|<link|@import|url\\(|src=", s_page);

    [Fact]
    public void Foreign_text_is_harmless()
    {
        Assert.DoesNotContain("<model>", s_page);
        Assert.Contains("a &lt;model&gt; &amp; &quot;more&quot;", s_page);
    }

    [Fact]
    public void Every_element_is_closed()
    {
        var body = s_page[s_page.IndexOf("<main>", StringComparison.Ordinal)..(s_page.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)];
        var main = XElement.Parse(body);
        Assert.Equal(8 + s_study.Report.Phases.Count, main.Elements("h2").Count() + main.Elements("details").Count());
        Assert.All(main.Descendants("svg"), svg => Assert.NotNull(svg.Attribute("aria-label")));
    }

    [Fact]
    public void Every_layer_figure_and_price_is_there()
    {
        foreach (var layer in s_study.Report.Phases[0].Layers) Assert.Contains($"<td>{layer.Layer}</td>", s_page);
        foreach (var figure in s_study.Figures.Where(figure => figure.Id != "F6")) Assert.Contains(figure.What.Replace("'", "&#39;"), s_page);
        foreach (var price in s_study.Report.Chip.Prices.Prices) Assert.Contains($"<td data-label=\"event\">{price.Event}</td>", s_page);
        Assert.True(Regex.Count(s_page, Regex.Escape("0.7\u00A0V\u00A0/\u00A050\u00A0MHz")) > 8);
    }

    [Fact]
    public void Figures_that_differ_in_the_network_alone_share_a_row()
    {
        var rows = Regex.Matches(s_page, "<td data-label=\"figure\">F6 (.*?)</td>").Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.Equal("GPT-2 Large, FSMT decoder, T5-Large decoder, mT5-Large decoder against all-dense, compute energy", row));
        Assert.Contains("0.251, 0.253, 0.253, 0.253", s_page);
    }

    [Fact]
    public void What_follows_says_from_what_and_an_area_has_no_operating_point()
    {
        Assert.Matches("F19 power of an A100.*?MHz</td><td data-label=\"use\">follows from F3<", s_page);
        Assert.Matches("F19 area of an A100.*?<td data-label=\"at\">-</td><td data-label=\"use\">follows from F2<", s_page);
    }

    [Fact]
    public void A_name_cannot_turn_or_hide_the_text()
    {
        var page = ChipPage.Write(s_study with { Model = "a\u202Eb\u0007c\u0000d\u2028e\u200Bf\uD800g 소설" });
        Assert.DoesNotMatch("[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]", page);
        Assert.Contains("<h1>a\\u202Eb\\u0007c\\u0000d\\u2028e\\u200Bf\uFFFDg 소설 on the", page);
    }

    [Fact]
    public void No_unit_is_parted_from_its_number() =>
        Assert.DoesNotMatch(@"\d (µJ|mW|MHz|V|mm²|s|TOPS|x)\b", Regex.Replace(s_page, "<style>.*?</style>|<td data-label=\"source\">.*?</td>", "", RegexOptions.Singleline));

    [Fact]
    public void The_tiles_add_up_and_name_the_waiting()
    {
        var energy = s_study.TokenPhase!.EnergyPerRow;
        var tiles = Regex.Matches(s_page, "<div class=\"tile\"><b>(.*?)</b><span>(.*?)</span>").Select(match => (Figure: match.Groups[1].Value, What: match.Groups[2].Value)).ToArray();
        Assert.Equal(7, tiles.Length);
        Assert.Equal(
            [Microjoules(energy.Compute), Microjoules(energy.ExternalMemory), Microjoules(energy.Waiting), Microjoules(energy.Total)], tiles.Take(4).Select(tile => tile.Figure));
        Assert.StartsWith("clock and leakage while waiting for it, per generated token", tiles[2].What);
        Assert.Contains("<th class=\"number\">total per token (µJ)</th>", s_page);

        static string Microjoules(Energy energy) => Markup.Unit(Markup.Number(energy.Microjoules), "µJ");
    }

    [Fact]
    public void Counts_are_whole_and_computing_is_a_number()
    {
        Assert.Matches("<td class=\"number\">2</td><td class=\"number\">[\\d,]+</td></tr>", s_page);
        Assert.DoesNotMatch("<td class=\"number\">[\\d,.]*\\.\\d+</td><td class=\"number\">[\\d,]+</td></tr>", s_page);
        Assert.Matches("<span class=\"value\">[\\d.,]+ of [\\d.,]+</span>|<span class=\"value\">&lt; 0.001 of", s_page);
    }

    [Fact]
    public void The_profile_says_code_and_steps() => Assert.Contains("<p>complementary, rate code of 32 steps, skip policy. ", s_page);

    [Fact]
    public void No_figure_is_absurd() => Assert.DoesNotMatch("NaN|Infinity|E[-+]\\d", s_page);

    [Fact]
    public void A_run_without_rows_has_a_page_too() => Assert.Contains("<h1>", ChipPage.Write(s_study with
    {
        Report = Emulator.Run(
            s_study.Report.Chip, s_study.Report.Program, s_study.Report.Point, Phase.Decode(new ActivityDistribution(3).Of(s_study.Report.Program, 0))),
    }));

    private static ChipStudy Study(string name)
    {
        var program = WorkTable.Of("small", "", 2, ("Grow", 64, 96), ("Fold", 96, 64)).WithAttention(1).Program;
        var distribution = new ActivityDistribution(3);
        return ChipStudy.Of(name, CTransformer.Silicon28nm, program, Published.Thriftiest,
            Phase.Prefill(distribution.Of(program, 5)), Phase.Decode(distribution.Of(program, 3)));
    }
}
