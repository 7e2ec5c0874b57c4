#!/usr/bin/python3
"""Writes Kernels.Models/Moses/MosesCharacters.Table.cs: the characters that Moses' rules tell apart, as sacremoses (0.1.1) has them. Unicode of an older
version, without Han and Hangul, so the runtime's own categories do not fit. Needs sacremoses on PYTHONPATH."""
from pathlib import Path

from sacremoses.corpus import Perluniprops
from sacremoses.indic import NUKTAS, VIRAMAS

OUT = Path(__file__).resolve().parent.parent / "Kernels.Models/Moses/MosesCharacters.Table.cs"
LINE = 150
SETS = {
    "Letters": ("Letters, marks that belong to letters, numbers made of letters, and the circled letters.", "IsAlpha"),
    "Numbers": ("Numbers of any kind.", "IsN"),
    "Lower": ("Lower case.", "IsLower"),
    "Currency": ("Signs of currencies.", "IsSc"),
}


def runs(characters):
    """(first, last, step) of runs whose neighbours differ by 1 or 2, the longer one first."""
    s, i = sorted(characters), 0
    while i < len(s):
        length, step = 1, 1
        for candidate in (1, 2):
            j = i
            while j + 1 < len(s) and s[j + 1] - s[j] == candidate:
                j += 1
            if j - i + 1 > length:
                length, step = j - i + 1, candidate
        yield s[i], s[i + length - 1], step
        i += length


def table(name, text, characters):
    line, lines = "", []
    for run in runs(characters):
        more = "".join(f"{n:#x}, " if n > 9 else f"{n}, " for n in run)
        if len(line + more) > LINE:
            lines.append(line.rstrip())
            line = ""
        line += more
    lines.append(line.rstrip())
    body = "\n".join("        " + one for one in lines)
    return f"    /// <summary>{text}</summary>\n    private static ReadOnlySpan<int> {name}Runs =>\n    [\n{body}\n    ];\n"


def main():
    props = Perluniprops()
    held = {name: {ord(c) for c in props.chars(kind)} - {10} for name, (_, kind) in SETS.items()}
    alnum = {ord(c) for c in props.chars("IsAlnum")}
    parts = [table(name, text, held[name]) for name, (text, _) in SETS.items()]
    parts.append(table("Digits", "Decimal digits.", alnum - held["Letters"]))
    parts.append(table("Signs", "Signs of Indic scripts that make no word end, but only where texts are cut.", {ord(c) for c in VIRAMAS + NUKTAS}))
    OUT.write_text("namespace Kernels.Models.Moses;\n\n"
                   "// Written by training/make_moses_table.py: first, last, step of each run.\n"
                   "internal static partial class MosesCharacters\n{\n" + "\n".join(parts) + "}\n")


main()
