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
        foreach (var figure in s_study.Figures) Assert.Contains(figure.What.Replace("'", "&#39;"), s_page);
        foreach (var price in s_study.Report.Chip.Prices.Prices) Assert.Contains($"<td data-label=\"event\">{price.Event}</td>", s_page);
        Assert.True(Regex.Count(s_page, Regex.Escape("0.7 V / 50 MHz")) > 8);
    }

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
