namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>The packed form of a matrix, written down once more: panels of columns, within one input by input.</summary>
internal sealed class Panels(int inputs, int outputs, int lanes, int panelColumns)
{
    private readonly int _padded = (outputs + lanes - 1) / lanes * lanes;

    public int Count => (outputs + panelColumns - 1) / panelColumns;

    public int FloatCount => _padded * inputs;

    public int ByteCount => _padded * ((inputs + 3) / 4 * 4);

    public int FloatAt(int k, int n)
    {
        var (panel, column) = (n / panelColumns, n % panelColumns);
        return (panel * panelColumns * inputs) + (k * Columns(panel)) + column;
    }

    public int ByteAt(int k, int n)
    {
        var (panel, column) = (n / panelColumns, n % panelColumns);
        return (panel * panelColumns * ((inputs + 3) / 4 * 4)) + (k / 4 * Columns(panel) * 4) + (column * 4) + (k % 4);
    }

    private int Columns(int panel) => Math.Min(panelColumns, _padded - (panel * panelColumns));
}
