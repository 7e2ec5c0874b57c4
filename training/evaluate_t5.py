#!/usr/bin/python3
"""Measures the exported model of phrases as it is stored (INT8 weights, float32 arithmetic) on pairs that were held back, greedily and with
beam 4, against the first sentence of the source and against copying it. Prints one table; writes evaluation.json beside the model."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path

import sentencepiece
import torch

import decode
import pairs
import quantize
import safetensors
import scores
from export import REPOSITORY
from t5 import T5

FIRST = re.compile(r"(?<=[.!?])\s")
SHORT = 6  # words of a short everyday sentence
LIMITS = {pairs.SYNOPSES: 32, pairs.DEBIAN: 128, pairs.EVERYDAY: 64}  # new tokens


def load(folder):
    config = json.loads((folder / "config.json").read_text())
    weights = quantize.unpack(safetensors.read(folder / "model.safetensors"))
    model = T5(config).eval()
    model.load_state_dict({n: torch.from_numpy(w.copy()) for n, w in weights.items()})
    return model, config, sentencepiece.SentencePieceProcessor(model_file=str(folder / "spiece.model"))


def chosen(held, count):
    """(set, what it is called, sources, references): `count` held-back sources each, in the order of their marks; every French sentence
    of an everyday source is a reference in `several`, only the first of the file in `first`."""
    for name, rows in held.items():
        targets = defaultdict(list)
        for _, source, target in rows:
            targets[source].append(target)
        order = sorted(targets, key=pairs.mark)
        if name != pairs.EVERYDAY:
            yield name, name, order[:count], [targets[s] for s in order[:count]]
        else:
            short = [s for s in order if len(s.split()) <= SHORT]
            for title, sources in ((f"{name}, at most {SHORT} words", short[:count]), (name, order[:count])):
                yield name, title, sources, [targets[s] for s in sources]


def outputs(model, pieces, name, sources, limit, beams):
    """Texts in the order of the sources; sources of like length are decoded together. A description is cut as in training."""
    coded = [pieces.encode(pairs.PREFIX[name] + s)[:limit - 1] + [decode.END] for s in sources]
    order, texts = sorted(range(len(coded)), key=lambda i: len(coded[i])), {}
    size = 64 // max(1, beams)
    for at in range(0, len(order), size):
        here = order[at:at + size]
        batch = [coded[i] for i in here]
        if beams:
            made = [ids for ids, _ in decode.beam(model, batch, LIMITS[name], beams)]
        else:
            made = decode.greedy(model, batch, LIMITS[name])
        texts.update({i: pieces.decode([t for t in ids if t != decode.END]) for i, ids in zip(here, made)})
    return [texts[i] for i in range(len(sources))]


def shown(values):
    value, low, high = values
    return f"{value:.1f} ({low:.1f} to {high:.1f})"


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--model", default=str(REPOSITORY / "Kernels.Models.Data.Phrases" / "phrases"))
    a.add_argument("--data", default=str(pairs.DEFAULT_DATA))
    a.add_argument("--count", type=int, default=500, help="held-back sources of every set")
    a.add_argument("--greedy-only", action="store_true")
    a = a.parse_args()
    torch.set_num_threads(1)
    folder = Path(a.model)
    model, config, pieces = load(folder)
    train, held = pairs.load(a.data)
    known = {name: {pairs.normal(t) for _, _, t in rows} for name, rows in train.items()}
    sha = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    found = {"sha256": sha, "parameters": sum(p.numel() for p in model.parameters()), "sets": {}}
    names = ["BLEU", "chrF", "ROUGE-1", "ROUGE-2", "ROUGE-L"]
    print("| set | output | " + " | ".join(names) + " | equal to a training target |\n|---|---|" + "---|" * 6)
    for name, title, sources, references in chosen(held, a.count):
        sides = {"greedy": outputs(model, pieces, name, sources, config["n_positions"], 0)}
        if not a.greedy_only:
            sides["beam 4"] = outputs(model, pieces, name, sources, config["n_positions"], 4)
        sides["copy"] = sources
        if name == pairs.SYNOPSES:
            sides["lead-1"] = [FIRST.split(s)[0] for s in sources]
        single = [r[:1] for r in references]
        about = found["sets"][title] = {"pairs": len(sources), "several_references": sum(len(r) > 1 for r in references)}
        for side, texts in sides.items():
            figures = scores.measure(texts, references if name == pairs.EVERYDAY else single)
            if side in ("greedy", "beam 4"):
                for other in ("copy", "lead-1"):
                    if other in sides:
                        gains = scores.measure(texts, references if name == pairs.EVERYDAY else single, sides[other])
                        figures.update({f"{n} over {other}": gains[n + " gain"] for n in ("BLEU", "ROUGE-L")})
                if name == pairs.EVERYDAY:
                    figures["BLEU, first reference only"] = scores.measure(texts, single)["BLEU"]
                figures["equal_to_a_training_target"] = round(sum(pairs.normal(t) in known[name] for t in texts) / len(texts), 4)
            about[side] = figures
            print(f"| {title} ({len(sources)}) | {side} | " + " | ".join(shown(figures[n]) for n in names)
                  + f" | {figures.get('equal_to_a_training_target', 0):.1%} |", flush=True)
            for n in figures:
                if " over " in n or "first" in n:
                    print(f"|  | {n} | {shown(figures[n])} |")
        about["examples"] = [{"source": sources[i], "reference": references[i][0], **{s: t[i] for s, t in sides.items() if s not in ("copy", "lead-1")}}
                             for i in range(0, len(sources), max(1, len(sources) // 8))]
    (folder / "evaluation.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
