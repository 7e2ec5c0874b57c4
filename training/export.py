#!/usr/bin/python3
"""Writes the best checkpoint as the data of Kernels.Models.Data.Novels, and the held-out fixture of the tests."""
import argparse
import json
from pathlib import Path

import torch

import attribution
import corpus
import quantize
import safetensors
from bpe import Tokenizer

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
EXCERPT = 6400


def checkpoint(path):
    """Named float32 arrays of a checkpoint, and what is known about it."""
    state = torch.load(path)
    weights = {}
    for name, start, shape in state["spans"]:
        weights[name] = state["weights"][start:start + torch.Size(shape).numel()].view(shape).numpy()
    return weights, state


def excerpt(text):
    """The end of a held-out part, from the first line that begins in its last 6,400 characters."""
    start = len(text) - EXCERPT
    return text[text.index("\n", start) + 1:].strip("\n") + "\n"


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--run", default=str(HERE / "runs" / "novels"))
    a.add_argument("--checkpoint", default="best.pt")
    a.add_argument("--data", default=str(corpus.DEFAULT_DATA))
    a.add_argument("--out", default=str(REPOSITORY / "Kernels.Models.Data.Novels" / "novels"))
    a.add_argument("--fixture", default=str(REPOSITORY / "tests" / "fixtures" / "novels-heldout.txt"))
    a = a.parse_args()
    run, out, fixture = Path(a.run), Path(a.out), Path(a.fixture)
    out.mkdir(parents=True, exist_ok=True)
    fixture.parent.mkdir(parents=True, exist_ok=True)

    weights, state = checkpoint(run / a.checkpoint)
    safetensors.write(out / "model.safetensors", quantize.pack(weights))
    Tokenizer.load(run).save(out)
    config = json.loads((run / "config.json").read_text())
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", newline="\n")
    held = "\n".join(excerpt(t.held_out) for t in corpus.load(a.data))
    fixture.write_bytes(held.encode("utf-8"))
    size = (out / "model.safetensors").stat().st_size
    parameters = sum(w.size for w in weights.values())
    about = {"tokens": int(state["tokens"]), "stream": len(torch.load(run / "tokens.pt")["train"]), "parameters": parameters}
    (run / "export.json").write_text(json.dumps(about) + "\n")
    attribution.write(out, run)
    print(f"{a.checkpoint}: {state['tokens']} tokens seen, sample validation {state['validation']:.4f} nats/token, "
          f"{parameters} parameters, {size} bytes")


if __name__ == "__main__":
    main()
