using Kernels.CompressionBench;

// Bytes, loss and speed of the ways that the embedded models can be kept and written with, as CSV, drawing and table; and what calibrated rounding saves of the loss.
if (args is ["calibration", ("novels" or "phrases") and var model, var text, var held])
{
    if (model == "novels") CalibrationLoss.OfNovels(text, held);
    else CalibrationLoss.OfPhrases(text, held);
    return 0;
}

if (args is not [("novels" or "phrases") and var kind, var file, var rounds, var output] || !int.TryParse(rounds, out var count) || count < 1)
{
    Console.Error.WriteLine("usage: Kernels.CompressionBench novels TEXT ROUNDS OUT | phrases PAIRS ROUNDS OUT | calibration novels TEXT HELD | calibration phrases PAIRS HELD");
    Console.Error.WriteLine("writes OUT.csv and OUT.svg, and a table to standard output; PAIRS: a source with its prefix, a tab, references between tabs, in each line");
    return 2;
}

FrontierPage page;
if (kind == "novels")
{
    using var frontier = new NovelsFrontier(file);
    page = new("The embedded GPT-2", "nats a token", frontier.Measure(count));
}
else
{
    using var frontier = new PhrasesFrontier(file);
    page = new("The embedded T5", "BLEU", frontier.Measure(count));
}

File.WriteAllText(output + ".csv", page.ToCsv());
File.WriteAllText(output + ".svg", page.ToSvg());
Console.Write(page.ToMarkdown());
return 0;
