#!/usr/bin/python3
"""Trains the little network that helps the default model: it learns what the big one would say of the same texts (Hinton, Vinyals and Dean,
"Distilling the knowledge in a neural network", 2015). Resumes by itself; Ctrl-C or SIGTERM saves and stops. See README.md."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import signal
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import corpus
import evaluate
import quantize
import safetensors
from bpe import Tokenizer
from model import Gpt2, product, set_kind
from optimizer import Optimizer
from train import batch, flatten, matrix_speed, save, validation_windows

HERE = Path(__file__).resolve().parent
NOVELS = HERE.parent / "Kernels.Models.Data.Novels"
SEED, LOG_EVERY, SAVE_SECONDS = 20261, 25, 240


def arguments():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--data", default=str(corpus.DEFAULT_DATA))
    a.add_argument("--big", default=str(NOVELS / "novels"), help="folder of the exported model that teaches")
    a.add_argument("--out", default=str(NOVELS / "novels" / "little"))
    a.add_argument("--run", default=str(HERE / "runs" / "novels-little"))
    a.add_argument("--start", help="folder of exported weights to go on from where no checkpoint is left; the optimiser starts afresh, the minutes from nought")
    a.add_argument("--minutes", type=float, default=40, help="of training, counted from the very start")
    a.add_argument("--decay", type=float, default=0.6, help="last share of the minutes, over which the rate falls to zero")
    a.add_argument("--windows", type=int, default=4, help="windows a step")
    a.add_argument("--muon-rate", type=float, default=0.02)
    a.add_argument("--adam-rate", type=float, default=4e-3)
    a.add_argument("--width", type=int, default=128)
    a.add_argument("--layers", type=int, default=2)
    a.add_argument("--heads", type=int, default=4)
    return a.parse_args()


def configuration(a, big):
    return {**big, "attn_pdrop": 0.0, "embd_pdrop": 0.0, "resid_pdrop": 0.0, "n_embd": a.width, "n_head": a.heads, "n_inner": 4 * a.width, "n_layer": a.layers}


def stream(tokenizer, texts, run):
    """The training tokens, as train.py lays them out; made once."""
    if not (run / "tokens.pt").exists():
        ids = [i for t in texts for p in t.train for i in [tokenizer.end, *tokenizer.encode(p)]] + [tokenizer.end]
        torch.save(torch.tensor(ids), run / "tokens.pt")
    return torch.load(run / "tokens.pt")


def logits(model, ids):
    return product(model.states(ids), model.transformer["wte"].weight.t(), model.training).flatten(0, 1)


def divergence(big, little, ids):
    """Mean nats a token by which the little network's probabilities miss the big one's."""
    with torch.no_grad():
        wanted = torch.log_softmax(logits(big, ids), -1)
    return F.kl_div(torch.log_softmax(logits(little, ids), -1), wanted, reduction="batchmean", log_target=True)


@torch.no_grad()
def measure(big, little, rows):
    """On held-out windows: nats a token of both, how often their likeliest tokens agree, and by what speculation keeps a drawn one."""
    big.eval(), little.eval()
    sums = torch.zeros(4, dtype=torch.float64)
    for row in rows:
        p, q = (torch.log_softmax(logits(m, row[None, :-1]), -1) for m in (big, little))
        sums += torch.tensor([F.nll_loss(p, row[1:], reduction="sum"), F.nll_loss(q, row[1:], reduction="sum"),
                              (p.argmax(-1) == q.argmax(-1)).sum(), torch.minimum(p.exp(), q.exp()).sum()], dtype=torch.float64)
    big.train(), little.train()
    names = ("big_nats", "little_nats", "same_choice", "kept_share")
    return {n: round(v, 4) for n, v in zip(names, (sums / rows[:, 1:].numel()).tolist())}


def export(little, config, a):
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    safetensors.write(out / "model.safetensors", quantize.pack({n: p.detach().numpy() for n, p in little.named_parameters()}))
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", newline="\n")
    if out.resolve().parent != Path(a.big).resolve():  # inside the big one's folder, the little one has its tokenizer
        for name in ("vocab.json", "merges.txt"):
            (out / name).write_bytes((Path(a.big) / name).read_bytes())


def main():
    a = arguments()
    run = Path(a.run)
    run.mkdir(parents=True, exist_ok=True)
    set_kind(matrix_speed())
    tokenizer, texts = Tokenizer.load(Path(a.big)), corpus.load(a.data)
    tokens = stream(tokenizer, texts, run)
    big, config = evaluate.load(Path(a.big))
    config = configuration(a, config)
    big.requires_grad_(False).train()
    little = Gpt2(config)
    little.initialise(SEED)
    if a.start:
        little.load_state_dict(evaluate.load(Path(a.start))[0].state_dict())
    flat = torch.cat([p.detach().reshape(-1) for p in little.parameters()])
    first, second, step, spent = torch.zeros_like(flat), torch.zeros_like(flat), 0, 0.0
    if (run / "last.pt").exists():
        state = torch.load(run / "last.pt")
        flat, first, second, step, spent = (state[k] for k in ("weights", "first", "second", "step", "seconds"))
    grads = torch.zeros_like(flat)
    optimizer = Optimizer(flatten(little, flat, grads), flat, first, second, a.muon_rate, a.adam_rate, 0.05)
    little.train()
    context, goal = config["n_positions"], a.minutes * 60
    rows = validation_windows({t.name: torch.tensor(tokenizer.encode(t.held_out)) for t in texts}, context)
    print(f"{flat.numel()} parameters, {len(tokens)} training tokens, from step {step}", flush=True)
    stop = []
    for s in (signal.SIGTERM, signal.SIGINT):
        signal.signal(s, lambda *_: stop.append(True))
    losses, last = [], time.time()
    saved = last
    while not stop and spent < goal:
        ids, _ = batch(tokens, context, step, a.windows, 0, 1)
        grads.zero_()
        loss = divergence(big, little, ids)
        loss.backward()
        step += 1
        rate = min(1.0, step / 100, (goal - spent) / (goal * a.decay))
        optimizer.step(0, 1, [grads], max(rate, 0.0), step)
        losses.append(loss.item())
        now = time.time()
        spent, last = spent + now - last, now
        if step % LOG_EVERY == 0:
            print(time.strftime("%H:%M:%S", time.gmtime()), f"step {step}  {step * a.windows * context / 1e6:.2f} M tokens  divergence "
                  f"{sum(losses) / len(losses):.4f}  rate {rate:.3f}  {spent / 60:.1f} of {a.minutes:.0f} min", flush=True)
            losses.clear()
        if now - saved > SAVE_SECONDS or stop or spent >= goal:
            saved = now
            save({"weights": flat.clone(), "first": first.clone(), "second": second.clone(), "step": step, "seconds": spent}, run / "last.pt")
    save({"weights": flat.clone(), "first": first.clone(), "second": second.clone(), "step": step, "seconds": spent}, run / "last.pt")
    export(little, config, a)
    measured = measure(big, evaluate.load(Path(a.out))[0], rows)
    print(measured)
    (Path(a.out) / "distilled.json").write_text(json.dumps({"steps": step, "tokens": step * a.windows * context, "held_out": measured}) + "\n", newline="\n")


if __name__ == "__main__":
    main()
