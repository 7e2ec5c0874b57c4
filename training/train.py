#!/usr/bin/python3
"""Trains the default model. Resumes by itself; Ctrl-C or SIGTERM saves and stops. See README.md."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one thread a rank: two ranks meet once a step, not once an operation
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import math
import shutil
import signal
import time
from pathlib import Path

import torch
import torch.multiprocessing as mp
import torch.nn.functional as F

import corpus
import quantize
import safetensors
from bpe import Tokenizer, train as train_bpe
from model import Gpt2, set_kind
from optimizer import Optimizer

HERE = Path(__file__).resolve().parent
SEED = 20260
LOG_EVERY, CHECKPOINT_SECONDS = 20, 600


def arguments():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--data", default=str(corpus.DEFAULT_DATA), help="folder of the texts")
    a.add_argument("--run", default=str(HERE / "runs" / "novels"), help="folder of checkpoints and log")
    a.add_argument("--goal", type=float, default=20e6, help="tokens to train on, counted from the very start")
    a.add_argument("--decay", type=float, default=5e6, help="the last tokens, over which the rate falls to zero")
    a.add_argument("--start", help="folder of exported weights to go on from where no checkpoint is left")
    a.add_argument("--seen", type=int, default=0, help="tokens those weights have seen")
    a.add_argument("--ranks", type=int, default=2, help="processes, one core each")
    a.add_argument("--windows", type=int, default=2, help="windows a step and rank; may change when a run is resumed")
    a.add_argument("--warmup", type=float, default=4e5)
    a.add_argument("--muon-rate", type=float, default=0.02)
    a.add_argument("--adam-rate", type=float, default=2e-3)
    a.add_argument("--weight-decay", type=float, default=0.1)
    a.add_argument("--dropout", type=float, default=0.05)
    a.add_argument("--vocabulary", type=int, default=4096)
    a.add_argument("--context", type=int, default=512)
    a.add_argument("--width", type=int, default=256)
    a.add_argument("--layers", type=int, default=6)
    a.add_argument("--heads", type=int, default=4)
    return a.parse_args()


def configuration(a, tokenizer):
    return {
        "activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "attn_pdrop": 0.0,
        "bos_token_id": tokenizer.end, "embd_pdrop": a.dropout, "eos_token_id": tokenizer.end,
        "initializer_range": 0.02, "layer_norm_epsilon": 1e-5, "model_type": "gpt2", "n_ctx": a.context,
        "n_embd": a.width, "n_head": a.heads, "n_inner": 4 * a.width, "n_layer": a.layers, "n_positions": a.context,
        "resid_pdrop": a.dropout, "tie_word_embeddings": True, "torch_dtype": "float32", "vocab_size": a.vocabulary,
    }


def prepare(a, run):
    """Tokenizer, configuration and token streams; made once, then read back."""
    if not (run / "tokens.pt").exists():
        texts = corpus.load(a.data)
        tokenizer = Tokenizer(train_bpe([p for t in texts for p in t.train], a.vocabulary))
        tokenizer.save(run)
        (run / "config.json").write_text(json.dumps(configuration(a, tokenizer), indent=2) + "\n")
        stream = [i for t in texts for p in t.train for i in [tokenizer.end, *tokenizer.encode(p)]] + [tokenizer.end]
        held = {t.name: torch.tensor(tokenizer.encode(t.held_out)) for t in texts}
        torch.save({"train": torch.tensor(stream), "held": held}, run / "tokens.pt")
    return Tokenizer.load(run), json.loads((run / "config.json").read_text()), torch.load(run / "tokens.pt")


def rate(a, seen):
    """Warm up, stay, then fall linearly to zero over the last tokens before the goal."""
    return max(0.0, min(1.0, seen / a.warmup, (a.goal - seen) / a.decay))


def batch(stream, context, step, per_step, rank, ranks):
    """Every pass cuts the stream anew at another offset and shuffles the windows: a function of the step alone."""
    windows = (len(stream) - 1) // context - 1
    rows = []
    for n in range(step * per_step + rank, (step + 1) * per_step, ranks):
        g = torch.Generator().manual_seed(SEED + 1000 + n // windows)
        offset = int(torch.randint(context, (1,), generator=g))
        start = offset + int(torch.randperm(windows, generator=g)[n % windows]) * context
        rows.append(stream[start:start + context + 1])
    rows = torch.stack(rows)
    return rows[:, :-1], rows[:, 1:]


def validation_windows(held, context):
    """A quick sample of the held-out parts for use while training: every third whole window."""
    rows = [t[i:i + context + 1] for t in held.values() for i in range(0, len(t) - context, 3 * context)]
    return torch.stack(rows)


def validate(model, rows, rank, ranks):
    model.eval()
    nats = 0.0
    with torch.no_grad():
        for row in rows[rank::ranks]:
            nats += F.cross_entropy(model(row[None, :-1])[0], row[1:], reduction="sum").item()
    model.train()
    return nats


def flatten(model, weights, gradients):
    """Makes every parameter a view of the shared flat weights, and its gradient one of this rank's flat gradients."""
    spans, at = [], 0
    for name, p in model.named_parameters():
        end = at + p.numel()
        p.data = weights[at:end].view(p.shape)
        p.grad = gradients[at:end].view(p.shape)
        spans.append((name, at, tuple(p.shape)))
        at = end
    return spans


def work(rank, a, shared, barrier):
    torch.set_num_threads(1)
    set_kind(a.kind)
    run = Path(a.run)
    tokenizer, config, data = prepare(a, run)
    weights, grads, first, second, box = shared
    model = Gpt2(config, a.dropout)
    spans = flatten(model, weights, grads[rank])
    model.train()
    optimizer = Optimizer(spans, weights, first, second, a.muon_rate, a.adam_rate, a.weight_decay)
    rows = validation_windows(data["held"], config["n_positions"])
    lengths = torch.tensor(tokenizer.characters())
    characters = int(lengths[rows[:, 1:]].sum())
    per_step = a.windows * a.ranks
    tokens_per_step = per_step * config["n_positions"]
    step, best = int(box[0]), float(box[1])
    saved = time.time()
    log = Log(run, a.goal, tokens_per_step, step) if rank == 0 else None
    if rank == 0:
        signal.signal(signal.SIGTERM, lambda *_: box.__setitem__(2, 1))
        signal.signal(signal.SIGINT, lambda *_: box.__setitem__(2, 1))
    else:
        for s in (signal.SIGINT, signal.SIGTERM):
            signal.signal(s, signal.SIG_IGN)  # rank 0 decides when to stop
    while True:
        torch.manual_seed(SEED + step * a.ranks + rank)
        grads[rank].zero_()
        x, y = batch(data["train"], config["n_positions"], step, per_step, rank, a.ranks)
        loss = model.loss(x, y)
        loss.backward()
        box[4 + rank] = loss.item()
        barrier.wait(600)
        scale = rate(a, (step + 1) * tokens_per_step)
        optimizer.step(rank, a.ranks, grads, scale, step + 1)
        barrier.wait(600)
        step += 1
        seen = step * tokens_per_step
        done = seen >= a.goal
        decaying = seen > a.goal - a.decay
        if rank == 0:
            log.step(step, float(box[4:4 + a.ranks].mean()), scale)
            stop = bool(box[2]) or done
            due = stop or time.time() - saved > CHECKPOINT_SECONDS
            box[3] = stop + 2 * due
        barrier.wait(600)
        stop, due = int(box[3]) & 1, int(box[3]) & 2
        if due:
            saved = time.time()
            box[4 + rank] = validate(model, rows, rank, a.ranks)
            barrier.wait(600)
            if rank == 0:
                nats = float(box[4:4 + a.ranks].sum())
                loss, bits = nats / rows[:, 1:].numel(), nats / characters / math.log(2)
                mark = " best" if loss < best else ""
                best = min(best, loss)
                log.line(f"step {step}  validation {loss:.4f} nats/token  {bits:.4f} bits/char (sample){mark}")
                state = {"best": best, "tokens": seen, "validation": loss, "weights": weights.clone(),
                         "first": first.clone(), "second": second.clone(), "spans": spans}
                save(state, run / "last.pt")
                if mark:
                    shutil.copyfile(run / "last.pt", run / "best.pt")
                if not decaying:
                    shutil.copyfile(run / "last.pt", run / "stable.pt")
            barrier.wait(600)
        if stop:
            return


def save(state, path):
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


class Log:
    def __init__(self, run, goal, tokens_per_step, step):
        self.file = open(run / "train.log", "a", buffering=1)
        self.goal, self.size, self.last, self.at, self.losses = goal, tokens_per_step, step, time.time(), []
        self.line(f"from step {step}, {step * tokens_per_step} tokens seen, goal {goal:.0f}")

    def line(self, text):
        text = time.strftime("%H:%M:%S ", time.gmtime()) + text
        print(text, flush=True)
        self.file.write(text + "\n")

    def step(self, step, loss, scale):
        self.losses.append(loss)
        if step % LOG_EVERY:
            return
        now = time.time()
        speed = (step - self.last) * self.size / (now - self.at)
        left = max(0, self.goal - step * self.size) / speed
        mean = sum(self.losses) / len(self.losses)
        self.line(f"step {step}  {step * self.size / 1e6:.3f} M tokens  {speed:.0f} tokens/s  loss {mean:.4f}  rate {scale:.3f}  "
                  f"ETA {left / 60:.0f} min")
        self.last, self.at, self.losses = step, now, []


def matrix_speed():
    """GFLOP/s of one core in float32 and bfloat16: tells at once whether the fast kernels were found. Gives the faster type."""
    torch.set_num_threads(1)
    speed = {}
    for kind in (torch.float32, torch.bfloat16):
        a, b = torch.randn(2048, 256).to(kind), torch.randn(256, 1024).to(kind)
        a @ b
        start = time.perf_counter()
        for _ in range(10):
            a @ b
        speed[kind] = 10 * 2 * 2048 * 256 * 1024 / (time.perf_counter() - start) / 1e9
        print(f"{kind}: {speed[kind]:.0f} GFLOP/s a core")
    return max(speed, key=speed.get)


def main():
    a = arguments()
    run = Path(a.run)
    run.mkdir(parents=True, exist_ok=True)
    a.kind = matrix_speed()
    _, config, data = prepare(a, run)
    print(f"{len(data['train'])} training tokens, {sum(len(t) for t in data['held'].values())} held out")
    start = Gpt2(config)
    start.initialise(SEED)
    flat = torch.cat([p.detach().reshape(-1) for p in start.parameters()])
    print(f"{flat.numel()} parameters")
    per_step = a.windows * a.ranks * config["n_positions"]
    first, second, box = torch.zeros_like(flat), torch.zeros_like(flat), torch.zeros(4 + a.ranks, dtype=torch.float64)
    box[1] = math.inf
    if (run / "last.pt").exists():
        state = torch.load(run / "last.pt")
        flat, first, second = state["weights"], state["first"], state["second"]
        box[0], box[1] = state["tokens"] // per_step, state["best"]
    elif a.start:
        weights = quantize.unpack(safetensors.read(Path(a.start) / "model.safetensors"))
        flat = torch.cat([torch.from_numpy(weights[name].copy()).reshape(-1) for name, _ in start.named_parameters()])
        box[0] = a.seen // per_step
    shared = [flat, [torch.zeros_like(flat) for _ in range(a.ranks)], first, second, box]
    for t in (flat, first, second, box, *shared[1]):
        t.share_memory_()
    context = mp.get_context("spawn")
    barrier = context.Barrier(a.ranks)
    others = [context.Process(target=work, args=(r, a, shared, barrier), daemon=True) for r in range(1, a.ranks)]
    for p in others:
        p.start()
    work(0, a, shared, barrier)
    for p in others:
        p.join()


if __name__ == "__main__":
    main()
