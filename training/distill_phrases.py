#!/usr/bin/python3
"""Trains the little network that helps the model of phrases: it learns what the big one would say of the same pairs, as distill.py does for the
default model. Resumes by itself; Ctrl-C or SIGTERM saves and stops. See README.md."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import shutil
import signal
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import evaluate_t5
import export
import pairs
import quantize
import safetensors
from model import product, set_kind
from optimizer import T5Optimizer
from t5 import T5
from train import flatten, matrix_speed, save
from train_phrases import Batches, prepare, tensors

HERE = Path(__file__).resolve().parent
PHRASES = HERE.parent / "Kernels.Models.Data.Phrases" / "phrases"
SEED, LOG_EVERY, SAVE_SECONDS = 20262, 20, 240


def arguments():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--data", default=str(pairs.DEFAULT_DATA))
    a.add_argument("--big", default=str(PHRASES), help="folder of the exported model that teaches")
    a.add_argument("--out", default=str(PHRASES / "little"))
    a.add_argument("--run", default=str(HERE / "runs" / "phrases-little"))
    a.add_argument("--minutes", type=float, default=70, help="of training, counted from the very start")
    a.add_argument("--decay", type=float, default=0.6, help="last share of the minutes, over which the rate falls to zero")
    a.add_argument("--tokens", type=int, nargs=3, default=(1000, 1300, 1600), metavar=("SYNOPSES", "DEBIAN", "EVERYDAY"))
    a.add_argument("--muon-rate", type=float, default=0.02)
    a.add_argument("--adam-rate", type=float, default=1e-2)
    a.add_argument("--source", type=int, default=96, help="longest source in tokens; a longer description is cut, a longer pair left out")
    a.add_argument("--target", type=int, default=96)
    a.add_argument("--width", type=int, default=128)
    a.add_argument("--inner", type=int, default=256)
    a.add_argument("--heads", type=int, default=4)
    a.add_argument("--encoder", type=int, default=2)
    a.add_argument("--decoder", type=int, default=1)
    return a.parse_args()


def configuration(a, big):
    return {**big, "d_model": a.width, "d_ff": a.inner, "d_kv": a.width // a.heads, "num_heads": a.heads, "num_layers": a.encoder, "num_decoder_layers": a.decoder}


def scores(model, source, mask, target, kept):
    """Log probabilities after every kept target token."""
    states = model.decode(target, model.crossed(model.encode(source, mask)), mask).view(-1, model.c["d_model"])[kept]
    return torch.log_softmax(product(states, model.head().t(), model.training).float(), -1)


def divergence(big, little, rows):
    """Mean nats a token by which the little network's probabilities miss the big one's, and the number of tokens."""
    source, mask, target, labels = tensors(rows)
    kept = labels.reshape(-1) >= 0
    with torch.no_grad():
        wanted = scores(big, source, mask, target, kept)
    return F.kl_div(scores(little, source, mask, target, kept), wanted, reduction="batchmean", log_target=True), int(kept.sum())


@torch.no_grad()
def measure(big, little, held):
    """For every set that was held back: nats a token of both, how often their likeliest tokens agree, and by what share speculation keeps a drawn one."""
    big.eval(), little.eval()
    found = {}
    for name, rows in held.items():
        batches = Batches([r for r in rows if len(r[0]) <= 128 and len(r[1]) <= 128], 2000, SEED)
        sums, count = torch.zeros(4, dtype=torch.float64), 0
        for n in range(12):
            source, mask, target, labels = tensors(batches[n])
            kept = labels.reshape(-1) >= 0
            wanted = labels.reshape(-1)[kept]
            p, q = (scores(m, source, mask, target, kept) for m in (big, little))
            sums += torch.tensor([F.nll_loss(p, wanted, reduction="sum"), F.nll_loss(q, wanted, reduction="sum"),
                                  (p.argmax(-1) == q.argmax(-1)).sum(), torch.minimum(p.exp(), q.exp()).sum()], dtype=torch.float64)
            count += len(wanted)
        names = ("big_nats", "little_nats", "same_choice", "kept_share")
        found[name] = {n: round(v, 4) for n, v in zip(names, (sums / count).tolist())}
    big.train(), little.train()
    return found


def main():
    a = arguments()
    run = Path(a.run)
    run.mkdir(parents=True, exist_ok=True)
    set_kind(matrix_speed())
    if not (run / "spiece.model").exists():
        shutil.copyfile(Path(a.big) / "spiece.model", run / "spiece.model")
    _, (train, held) = prepare(a, run)
    big, config, _ = evaluate_t5.load(Path(a.big))
    config = configuration(a, config)
    big.requires_grad_(False).train()
    little = T5(config)
    little.initialise(SEED)
    flat = torch.cat([p.detach().reshape(-1) for p in little.parameters()])
    state = {"weights": flat, "first": torch.zeros_like(flat), "second": torch.zeros_like(flat), "step": 0, "seconds": 0.0, "tokens": 0}
    if (run / "last.pt").exists():
        state = torch.load(run / "last.pt")
    gradients = torch.zeros_like(flat)
    state["spans"] = flatten(little, state["weights"], gradients)
    optimizer = T5Optimizer(config["d_kv"], state["spans"], state["weights"], state["first"], state["second"], a.muon_rate, a.adam_rate, 0.0)
    little.train()
    sets = [Batches(train[name], tokens, SEED + 1000 * i) for i, (name, tokens) in enumerate(zip(train, a.tokens))]
    stop = []
    for s in (signal.SIGTERM, signal.SIGINT):
        signal.signal(s, lambda *_: stop.append(True))
    print(f"{flat.numel()} parameters, from step {state['step']}", flush=True)
    last = saved = time.time()
    sums, counts = [0.0] * 3, [0] * 3
    while not stop and state["seconds"] < 60 * a.minutes:
        left = 1 - state["seconds"] / (60 * a.minutes)
        gradients.zero_()
        for i, s in enumerate(sets):
            loss, here = divergence(big, little, s[state["step"]])
            (loss / len(sets)).backward()
            sums[i], counts[i], state["tokens"] = sums[i] + loss.item() * here, counts[i] + here, state["tokens"] + here
        optimizer.step(0, 1, [gradients], min(1.0, (state["step"] + 1) / 100, left / a.decay), state["step"] + 1)
        state["step"] += 1
        now = time.time()
        state["seconds"], last = state["seconds"] + now - last, now
        if state["step"] % LOG_EVERY == 0:
            print(time.strftime("%H:%M:%S", time.gmtime()), f"step {state['step']}  {state['tokens'] / 1e6:.2f} M target tokens  divergence "
                  + "  ".join(f"{v / c:.3f}" for v, c in zip(sums, counts)) + f"  {state['seconds'] / 60:.1f} of {a.minutes:.0f} min", flush=True)
            sums, counts = [0.0] * 3, [0] * 3
        if now - saved > SAVE_SECONDS:
            save(state, run / "last.pt")
            saved = now
    save(state, run / "last.pt")
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    safetensors.write(out / "model.safetensors", quantize.pack(export.checkpoint(run / "last.pt")[0]))
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", newline="\n")
    stored = T5(config)
    stored.load_state_dict({n: torch.from_numpy(w.copy()) for n, w in quantize.unpack(safetensors.read(out / "model.safetensors")).items()})
    about = {"steps": state["step"], "target_tokens": state["tokens"], "minutes": round(state["seconds"] / 60), "parameters": flat.numel(), "held_out": measure(big, stored, held)}
    print(about)
    (out / "distilled.json").write_text(json.dumps(about) + "\n", newline="\n")


if __name__ == "__main__":
    main()
