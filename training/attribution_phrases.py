#!/usr/bin/python3
"""ATTRIBUTION.md beside the model of phrases: the texts, their licences, how the model came about, and the figures of its evaluation."""
import argparse
import hashlib
import json
from pathlib import Path

import torch

import export

TEXT = """# Phrases: where the weights come from

A T5 model (own SentencePiece vocabulary of {vocabulary} pieces) trained from random weights by the scripts in `training/` of this
repository. Weights, vocabulary and configuration are part of this project and under its licence (MIT). None of the texts is contained in this package.

## Texts
| text | origin | licence |
|---|---|---|
| descriptions of packages and their one-line synopses; their French translations | Debian 12 (main), by the maintainers of the packages; translations by the Debian Description Translation Project (DDTP) | free by Debian's guidelines; no single licence file |
| everyday English sentences and their French translations | Tatoeba (tatoeba.org), through manythings.org | CC BY 2.0 FR |

Held back, for the vocabulary and the weights alike: 40 of 1,000 families of packages, 20 of 1,000 everyday English sentences (`training/phrases-split.txt`).

## Model
- {parameters:,} parameters: {encoder} + {decoder} layers, width {width}, {heads} heads, inner width {inner}, gated GELU, tied head.
- Trained on {tokens:,} tokens in {steps:,} steps of one core, {minutes:.0f} minutes; Muon for the matrices of the blocks and Adam for the rest.
- Stored as INT8, symmetric, one scale per output channel (vocabulary: per row); norms and tables of relative positions are F32.
- `model.safetensors`: {size:,} bytes, SHA-256 `{sha}`.
"""

FIGURES = """
## Figures
Held-back pairs, stored INT8 weights in float32 arithmetic, 95 % bootstrap intervals (`training/evaluate_t5.py`):

{table}

The last column: outputs that equal a target of the training set, in lower case without digits and punctuation. Everyday sentences count every French
translation of the source as a reference.
"""

NAMES = ("BLEU", "chrF", "ROUGE-1", "ROUGE-2", "ROUGE-L")


def shown(values):
    value, low, high = values
    return f"{value:.1f} ({low:.1f} to {high:.1f})"


def table(sets):
    lines = ["| set (pairs) | output | " + " | ".join(NAMES) + " | seen |", "|---|---|" + "---|" * 6]
    for title, about in sets.items():
        for side in ("greedy", "beam 4", "copy", "lead-1"):
            if side in about:
                f = about[side]
                seen = f"{f['equal_to_a_training_target']:.1%}" if "equal_to_a_training_target" in f else "-"
                lines.append(f"| {title} ({about['pairs']}) | {side} | " + " | ".join(shown(f[n]) for n in NAMES) + f" | {seen} |")
    gains = [f"- {title}, {side}: {shown(f[key])} {key}" for title, about in sets.items() for side, f in about.items()
             if isinstance(f, dict) for key in f if " over " in key]
    return "\n".join(lines + ["", "Points over the other outputs of the same pairs:", ""] + gains)


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--run", default=str(export.HERE / "runs" / "phrases"))
    a.add_argument("--model", default=str(export.REPOSITORY / "Kernels.Models.Data.Phrases" / "phrases"))
    a = a.parse_args()
    out = Path(a.model)
    config, state = json.loads((out / "config.json").read_text()), torch.load(Path(a.run) / "last.pt")
    weights = (out / "model.safetensors").read_bytes()
    sha = hashlib.sha256(weights).hexdigest()
    text = TEXT.format(vocabulary=config["vocab_size"], parameters=int(state["weights"].numel()), encoder=config["num_layers"], decoder=config["num_decoder_layers"],
                       width=config["d_model"], heads=config["num_heads"], inner=config["d_ff"], tokens=int(state["tokens"]), steps=state["step"],
                       minutes=state["seconds"] / 60, size=len(weights), sha=sha)
    measured = json.loads((out / "evaluation.json").read_text(encoding="utf-8")) if (out / "evaluation.json").exists() else {}
    if measured.get("sha256") == sha:  # figures of these very weights, or none
        text += FIGURES.format(table=table(measured["sets"]))
    (out / "ATTRIBUTION.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
