#!/usr/bin/python3
"""Measures an exported model as it is stored (INT8 weights, float32 arithmetic): loss on every held-out part, a control with
shuffled weights, and what 2,000 generated tokens are made of. Writes evaluation.json beside the checkpoints."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # waits for no other thread: on a busy machine two are slower than one
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import math
import re
from pathlib import Path

import torch
import torch.nn.functional as F

import attribution
import corpus
import export
import quantize
import safetensors
from bpe import Tokenizer
from model import Gpt2

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LIMIT, GRAM = 60, 16


def load(folder, dense=None):
    config = json.loads((folder / "config.json").read_text())
    weights = dense or quantize.unpack(safetensors.read(folder / "model.safetensors"))
    model = Gpt2(config).eval()
    model.load_state_dict({n: torch.from_numpy(w.copy()) for n, w in weights.items()})
    return model, config


def nats(model, ids, context):
    """Summed loss of ids[1:]: windows of the context, stride half of it, each token scored once with the longest context."""
    total, scored, start = 0.0, 1, 0
    while scored < len(ids):
        window = ids[start:start + context + 1]
        with torch.no_grad():
            states = model.states(window[None, :-1])[0]
        first = scored - start
        logits = states[first - 1:].detach() @ model.transformer["wte"].weight.detach().t()
        total += F.cross_entropy(logits, window[first:], reduction="sum").item()
        scored, start = start + len(window), start + context // 2
    return total


def held_out(model, tokenizer, texts, context):
    """Per text and in all: tokens scored, their characters, nats/token, bits/character."""
    lengths, rows, sums = tokenizer.characters(), {}, [0, 0, 0.0]
    for name, text in texts.items():
        ids = tokenizer.encode(text)
        here = [len(ids) - 1, sum(lengths[i] for i in ids[1:]), nats(model, torch.tensor(ids), context)]
        sums = [a + b for a, b in zip(sums, here)]
        rows[name] = figures(*here)
        print(f"  {name:22}", rows[name], flush=True)
    rows["all"] = figures(*sums)
    return rows


def figures(tokens, characters, total):
    return {"tokens": tokens, "characters": characters, "nats_per_token": round(total / tokens, 4),
            "bits_per_character": round(total / characters / math.log(2), 4)}


def shuffled(folder, whole_rows):
    """The control: the rows of every matrix and table in another order, or every single value in another place of its tensor.
    The first leaves outputs as large as they were, and wrong; the second leaves next to nothing, so its loss is near that of a
    uniform guess, ln(vocabulary)."""
    g, weights = torch.Generator().manual_seed(1), {}
    for name, w in quantize.unpack(safetensors.read(folder / "model.safetensors")).items():
        if not whole_rows:
            w = w.reshape(-1)[torch.randperm(w.size, generator=g).numpy()].reshape(w.shape)
        elif w.ndim == 2:
            w = w[torch.randperm(len(w), generator=g).numpy()]
        weights[name] = w
    return weights


@torch.no_grad()
def next_logits(model, token, cache):
    """One token through the model; `cache` holds the keys and values [heads, tokens, size] of every layer so far."""
    t = model.transformer
    at = cache[0][0].shape[1] if cache else 0
    x = t["wte"].weight[token] + t["wpe"].weight[at]
    for i, block in enumerate(t["h"]):
        heads = block.attn.heads
        q, k, v = block.attn.c_attn(block.ln_1(x)[None]).view(3, heads, 1, -1)
        if len(cache) == i:
            cache.append((k, v))
        else:
            cache[i] = k, v = torch.cat([cache[i][0], k], 1), torch.cat([cache[i][1], v], 1)
        y = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(q.shape[2]), -1) @ v
        x = x + block.attn.c_proj(y.reshape(1, -1))[0]
        x = x + block.mlp(block.ln_2(x)[None])[0]
    return t["wte"].weight @ t["ln_f"](x)


def generate(model, tokenizer, context, prompt, count, g, temperature=0.8, top=40, share=0.95):
    """New tokens after a prompt, at most `count`, until the end token or the end of the context; drawn as `kernels generate` does unless told."""
    ids, cache = list(prompt), []
    for token in ids[:-1]:
        next_logits(model, token, cache)
    while len(ids) < context and len(ids) - len(prompt) < count:
        values, places = (next_logits(model, ids[-1], cache) / temperature).topk(top)
        p = torch.softmax(values, 0)
        kept = p * (p.cumsum(0) - p < share)  # the likeliest ones that together reach the share
        ids.append(int(places[torch.multinomial(kept, 1, generator=g)]))
        if ids[-1] == tokenizer.end:
            break
    return ids[len(prompt):]


def sample(model, tokenizer, context, held, count, seed, continued):
    """Passages of `count` tokens in all: from the end token on, or after the first 64 tokens of each held-out part in turn."""
    g, passages, made = torch.Generator().manual_seed(seed), [], 0
    starts = [tokenizer.encode(text[:1000])[:64] for text in held.values()] if continued else [[tokenizer.end]]
    share = -(-count // len(starts)) if continued else count
    while made < count:
        new = generate(model, tokenizer, context, starts[len(passages) % len(starts)], min(share, count - made), g)
        passages.append(tokenizer.decode(new))
        made += len(new)
    return passages


def longest_copies(samples, trained):
    """For every sample the longest run of characters that stands in the training texts as well ("" below 16 characters)."""
    places, best = {}, {name: "" for name in samples}
    for name, text in samples.items():
        for i in range(len(text) - GRAM + 1):
            places.setdefault(text[i:i + GRAM], []).append((name, i))
    for text in trained:
        for j in range(len(text) - GRAM + 1):
            for name, i in places.get(text[j:j + GRAM], ()):
                written, n = samples[name], GRAM
                if len(best[name]) >= GRAM and written[i:i + len(best[name])] != text[j:j + len(best[name])]:
                    continue
                while written[i + n:i + n + 1] == text[j + n:j + n + 1] != "":
                    n += 1
                if n > len(best[name]):
                    best[name] = written[i:i + n]
    return best


def words(text):
    return [m.group().lower().replace("’", "'") for m in WORD.finditer(text)]


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--model", default=str(export.REPOSITORY / "Kernels.Models.Data.Novels" / "novels"))
    a.add_argument("--run", default=str(export.HERE / "runs" / "novels"))
    a.add_argument("--data", default=str(corpus.DEFAULT_DATA))
    a.add_argument("--dense", default="best.pt", help="the checkpoint that was exported")
    a.add_argument("--excerpts", default=str(export.REPOSITORY / "tests" / "fixtures" / "novels-heldout.txt"))
    a.add_argument("--tokens", type=int, default=2000)
    a.add_argument("--seeds", type=int, default=3, help="how many samples of that size, of either kind")
    a.add_argument("--skip-loss", action="store_true")
    a = a.parse_args()
    torch.set_num_threads(1)
    folder, texts = Path(a.model), corpus.load(a.data)
    tokenizer = Tokenizer.load(folder)
    model, config = load(folder)
    context, held = config["n_positions"], {t.name: t.held_out for t in texts}
    result = {"sha256": attribution.digest(folder), "parameters": sum(p.numel() for p in model.parameters())}
    if not a.skip_loss:
        print("held-out parts, stored INT8 weights:")
        result["held_out"] = held_out(model, tokenizer, held, context)
        print("excerpts (tests/fixtures/novels-heldout.txt), stored INT8 weights, then the float32 checkpoint:")
        excerpts = {"excerpts": Path(a.excerpts).read_bytes().decode("utf-8")}
        result["excerpts"] = held_out(model, tokenizer, excerpts, context)["all"]
        if (Path(a.run) / a.dense).exists():
            dense, state = export.checkpoint(Path(a.run) / a.dense)
            assert state["tokens"] == json.loads((Path(a.run) / "export.json").read_text())["tokens"], "not the exported checkpoint"
            result["excerpts_float32"] = held_out(load(folder, dense)[0], tokenizer, excerpts, context)["all"]
        else:
            print(f"  no checkpoint {Path(a.run) / a.dense}: the float32 comparison is left out, and ATTRIBUTION.md stays as it is")
        print("control: rows shuffled, then values shuffled:")
        control = {t.name: t.held_out[:2000] for t in texts}
        for name, whole_rows in (("rows_shuffled", True), ("values_shuffled", False)):
            result[name] = held_out(load(folder, shuffled(folder, whole_rows))[0], tokenizer, control, context)["all"]
    Path(a.run).mkdir(parents=True, exist_ok=True)
    lexicon = {w for t in texts for w in words(t.text)}
    result["samples"], written = [], {}
    for seed, continued in [(s, c) for c in (True, False) for s in range(1, a.seeds + 1)]:
        name = f"{'continued' if continued else 'from-nothing'}-{seed}"
        passages = sample(model, tokenizer, context, held, a.tokens, seed, continued)
        written[name] = "\0".join(passages)
        (Path(a.run) / f"{name}.txt").write_text("\n\n---\n\n".join(passages), encoding="utf-8")
        # a passage may begin or end within a word: those two do not count
        found = [w for p in passages for w in words(p)[1:-1]]
        known = sum(w in lexicon for w in found)
        result["samples"].append({"name": name, "tokens": a.tokens, "words": len(found), "known": known,
                                  "known_share": round(known / len(found), 4),
                                  "unknown": sorted({w for w in found if w not in lexicon})})
    # held-out human text of the same length tells what is normal
    size = max(map(len, written.values()))
    copies = longest_copies({**written, **{n: h[:size] for n, h in held.items()}}, [t.text[:t.split] for t in texts])
    for row in result["samples"]:
        copied = copies[row["name"]]
        row.update(longest_copied_run=len(copied), copied=copied, limit=LIMIT)
    result["longest_run_of_held_out_text"] = {n: len(copies[n]) for n in held}
    (Path(a.run) / "evaluation.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if "excerpts_float32" in result:
        attribution.write(folder, Path(a.run))
    print(json.dumps({k: v for k, v in result.items() if k != "held_out"}, indent=2, ensure_ascii=False))
    if "held_out" in result:
        print(result["held_out"]["all"])


if __name__ == "__main__":
    main()
