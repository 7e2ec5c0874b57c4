#!/usr/bin/python3
"""Writes the last checkpoint of train_phrases.py as the data of Kernels.Models.Data.Phrases: INT8 weights, vocabulary, configuration."""
import argparse
import json
import shutil
from pathlib import Path

import export
import quantize
import safetensors


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--run", default=str(export.HERE / "runs" / "phrases"))
    a.add_argument("--out", default=str(export.REPOSITORY / "Kernels.Models.Data.Phrases" / "phrases"))
    a = a.parse_args()
    run, out = Path(a.run), Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    weights, state = export.checkpoint(run / "last.pt")
    safetensors.write(out / "model.safetensors", quantize.pack(weights))
    config = json.loads((run / "config.json").read_text())
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", newline="\n")
    shutil.copyfile(run / "spiece.model", out / "spiece.model")
    print(f"{state['step']} steps, {state['tokens']} tokens, {state['seconds'] / 60:.0f} minutes; "
          f"{(out / 'model.safetensors').stat().st_size} bytes")


if __name__ == "__main__":
    main()
