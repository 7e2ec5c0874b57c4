#!/usr/bin/python3
"""Trains the model of phrases on one core. Resumes by itself; Ctrl-C or SIGTERM saves and stops. See README.md."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import math
import signal
import time
from pathlib import Path

import sentencepiece
import torch

import pairs
import quantize
import safetensors
from decode import END, PAD, padded
from model import set_kind
from optimizer import T5Optimizer
from t5 import T5
from train import flatten, matrix_speed, save

HERE = Path(__file__).resolve().parent
SEED = 20260
LOG_EVERY, CHECKPOINT_SECONDS, LOOK_SECONDS = 20, 240, 600
POOL = 4096  # pairs that are sorted by length together


def arguments():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--data", default=str(pairs.DEFAULT_DATA))
    a.add_argument("--run", default=str(HERE / "runs" / "phrases"), help="folder of spiece.model, checkpoints and log")
    a.add_argument("--minutes", type=float, default=90, help="of training, counted from the very start")
    a.add_argument("--decay", type=float, default=0.6, help="last share of the minutes, over which the rate falls to zero")
    a.add_argument("--start", help="folder of exported weights to go on from where no checkpoint is left")
    a.add_argument("--tokens", type=int, nargs=3, default=(1000, 1300, 1600), metavar=("SYNOPSES", "DEBIAN", "EVERYDAY"),
                   help="tokens a step of every set, padding counted")
    a.add_argument("--warmup", type=int, default=100, help="steps")
    a.add_argument("--muon-rate", type=float, default=0.02)
    a.add_argument("--adam-rate", type=float, default=1e-2)
    a.add_argument("--weight-decay", type=float, default=0.0)
    a.add_argument("--source", type=int, default=96, help="longest source in tokens; a longer description is cut, a longer pair left out")
    a.add_argument("--target", type=int, default=96)
    a.add_argument("--width", type=int, default=256)
    a.add_argument("--inner", type=int, default=512)
    a.add_argument("--heads", type=int, default=4)
    a.add_argument("--encoder", type=int, default=3)
    a.add_argument("--decoder", type=int, default=3)
    return a.parse_args()


def configuration(a, size):
    return {
        "architectures": ["T5ForConditionalGeneration"], "d_ff": a.inner, "d_kv": a.width // a.heads, "d_model": a.width,
        "decoder_start_token_id": PAD, "dropout_rate": 0.0, "eos_token_id": END, "feed_forward_proj": "gated-gelu", "is_encoder_decoder": True,
        "is_gated_act": True, "layer_norm_epsilon": 1e-6, "model_type": "t5", "n_positions": a.source, "num_decoder_layers": a.decoder,
        "num_heads": a.heads, "num_layers": a.encoder, "pad_token_id": PAD, "relative_attention_max_distance": 128,
        "relative_attention_num_buckets": 32, "tie_word_embeddings": True, "torch_dtype": "float32", "vocab_size": size,
    }


def encode(pieces, name, rows, limit):
    """Lists (source ids, target ids), each with its end token; a source that is too long is cut before the end token."""
    sources = pieces.encode([pairs.PREFIX[name] + s for _, s, _ in rows])
    targets = pieces.encode([t for _, _, t in rows])
    return [(s[:limit - 1] + [END], t + [END]) for s, t in zip(sources, targets)]


def prepare(a, run):
    """Configuration and encoded pairs; made once, then read back."""
    if not (run / "pairs.pt").exists():
        pieces = sentencepiece.SentencePieceProcessor(model_file=str(run / "spiece.model"))
        (run / "config.json").write_text(json.dumps(configuration(a, pieces.get_piece_size()), indent=2) + "\n")
        train, held = pairs.load(a.data)
        coded = [{name: encode(pieces, name, rows, a.source if name == pairs.SYNOPSES else 10 ** 6) for name, rows in part.items()}
                 for part in (train, held)]
        coded[0] = {name: [p for p in rows if len(p[0]) <= a.source and len(p[1]) <= a.target] for name, rows in coded[0].items()}
        torch.save(coded, run / "pairs.pt")
    return json.loads((run / "config.json").read_text()), torch.load(run / "pairs.pt")


class Batches:
    """Endless batches of one set, each of pairs of like length; batch n of a set is a function of n alone."""

    def __init__(self, rows, tokens, seed):
        self.rows, self.tokens, self.seed, self.epoch, self.first, self.cuts = rows, tokens, seed, -1, 0, []

    def __getitem__(self, n):
        while n >= self.first + len(self.cuts):
            self.first += len(self.cuts)
            self.epoch += 1
            self.cuts = self.cut()
        return [self.rows[i] for i in self.cuts[n - self.first]]

    def cut(self):
        g = torch.Generator().manual_seed(self.seed + self.epoch)
        order = torch.randperm(len(self.rows), generator=g).tolist()
        cuts = []
        for at in range(0, len(order), POOL):
            here, longest = [], (0, 0)
            for i in sorted(order[at:at + POOL], key=lambda i: tuple(map(len, reversed(self.rows[i])))):
                sizes = tuple(max(a, len(b)) for a, b in zip(longest, self.rows[i]))
                if here and (len(here) + 1) * sum(sizes) > self.tokens:
                    cuts.append(here)
                    here, sizes = [], tuple(map(len, self.rows[i]))
                here.append(i)
                longest = sizes
            cuts.append(here)
        return [cuts[i] for i in torch.randperm(len(cuts), generator=g).tolist()]


def tensors(rows):
    source, mask = padded([s for s, _ in rows])
    labels, seen = padded([t for _, t in rows])
    target = torch.cat([torch.full((len(rows), 1), PAD), labels[:, :-1]], 1)
    return source, mask, target, labels.masked_fill(~seen, -100)


@torch.no_grad()
def validate(model, held):
    """Nats a target token of the first batches of what is held back."""
    model.eval()
    found = {}
    for name, rows in held.items():
        batches = Batches([r for r in rows if len(r[0]) <= 128 and len(r[1]) <= 128], 2000, SEED)
        nats = count = 0
        for n in range(8):
            source, mask, target, labels = tensors(batches[n])
            logits = model(source, target, mask)
            nats += torch.nn.functional.cross_entropy(logits.view(-1, logits.shape[-1]), labels.view(-1), reduction="sum").item()
            count += int((labels >= 0).sum())
        found[name] = nats / count
    model.train()
    return found


def main():
    a = arguments()
    run = Path(a.run)
    run.mkdir(parents=True, exist_ok=True)
    set_kind(matrix_speed())
    config, (train, held) = prepare(a, run)
    model = T5(config)
    model.initialise(SEED)
    if a.start:
        weights = quantize.unpack(safetensors.read(Path(a.start) / "model.safetensors"))
        model.load_state_dict({n: torch.from_numpy(w.copy()) for n, w in weights.items()})
    flat = torch.cat([p.detach().reshape(-1) for p in model.parameters()])
    state = {"weights": flat, "first": torch.zeros_like(flat), "second": torch.zeros_like(flat), "step": 0, "seconds": 0.0, "tokens": 0}
    if (run / "last.pt").exists():
        state = torch.load(run / "last.pt")
    gradients = torch.zeros_like(flat)
    state["spans"] = flatten(model, state["weights"], gradients)
    optimizer = T5Optimizer(config["d_kv"], state["spans"], state["weights"], state["first"], state["second"],
                            a.muon_rate, a.adam_rate, a.weight_decay)
    model.train()
    sets = [Batches(train[name], tokens, SEED + 1000 * i) for i, (name, tokens) in enumerate(zip(train, a.tokens))]
    log = open(run / "train.log", "a", buffering=1)
    stop = []
    for s in (signal.SIGTERM, signal.SIGINT):
        signal.signal(s, lambda *_: stop.append(1))

    def line(text):
        text = time.strftime("%H:%M:%S ", time.gmtime()) + text
        print(text, flush=True)
        log.write(text + "\n")

    line(f"{flat.numel()} parameters, " + ", ".join(f"{len(rows)} {name}" for name, rows in train.items()) + f", from step {state['step']}")
    started, before = time.time(), state["seconds"]
    saved = looked = noted = started
    nats, counts, since = [0.0] * 3, [0] * 3, state["tokens"]
    while not stop:
        state["seconds"] = before + time.time() - started
        left = 1 - state["seconds"] / (60 * a.minutes)
        if left <= 0:
            break
        scale = min(1.0, (state["step"] + 1) / a.warmup, left / a.decay)
        gradients.zero_()
        drawn = [tensors(s[state["step"]]) for s in sets]
        total = sum(int((labels >= 0).sum()) for *_, labels in drawn)
        for i, (source, mask, target, labels) in enumerate(drawn):
            here = int((labels >= 0).sum())
            loss = model.loss(source, mask, target, labels)
            (loss * (here / total)).backward()
            nats[i], counts[i] = nats[i] + loss.item() * here, counts[i] + here
            state["tokens"] += int(mask.sum()) + here
        optimizer.step(0, 1, [gradients], scale, state["step"] + 1)
        state["step"] += 1
        now = time.time()
        if state["step"] % LOG_EVERY == 0:
            line(f"step {state['step']}  {state['tokens'] / 1e6:.3f} M tokens  {(state['tokens'] - since) / (now - noted):.0f}/s  loss "
                 + "  ".join(f"{n / c:.3f}" for n, c in zip(nats, counts)) + f"  rate {scale:.3f}")
            nats, counts, since, noted = [0.0] * 3, [0] * 3, state["tokens"], now
        if now - looked > LOOK_SECONDS:
            line("held back: " + "  ".join(f"{name} {v:.3f}" for name, v in validate(model, held).items()))
            looked = time.time()
        if now - saved > CHECKPOINT_SECONDS:
            save(state, run / "last.pt")
            saved = now
    save(state, run / "last.pt")
    line(f"step {state['step']}, {state['tokens']} tokens, {state['seconds'] / 60:.1f} minutes; held back: "
         + "  ".join(f"{name} {v:.3f}" for name, v in validate(model, held).items()))


if __name__ == "__main__":
    main()
