#!/usr/bin/python3
"""Measures an exported model as it is stored (INT8 weights, float32 arithmetic): loss on every held-out part, a control with
shuffled weights, and what 2,000 generated tokens are made of. Writes evaluation.json beside the checkpoints."""
import os

os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")

import argparse
import json
import math
import re
from pathlib import Path

import torch
import torch.nn.functional as F

import corpus
import export
import quantize
import safetensors
from bpe import Tokenizer
from model import Gpt2

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LIMIT = 60


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
            logits = model(window[None, :-1])[0]
        first = scored - start
        total += F.cross_entropy(logits[first - 1:], window[first:], reduction="sum").item()
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


def shuffled(folder):
    """The control: every weight stays in its matrix, in another place."""
    g = torch.Generator().manual_seed(1)
    weights = quantize.unpack(safetensors.read(folder / "model.safetensors"))
    return {n: w.reshape(-1)[torch.randperm(w.size, generator=g).numpy()].reshape(w.shape) for n, w in weights.items()}


def generate(model, tokenizer, context, count, seed, temperature=0.8, top=40):
    """Passages from the end token on, each until its own end token or the end of the context, `count` tokens in all."""
    g, passages, made = torch.Generator().manual_seed(seed), [], 0
    while made < count:
        ids = [tokenizer.end]
        while len(ids) < context and made < count:
            with torch.no_grad():
                logits = model(torch.tensor([ids]))[0, -1] / temperature
            values, places = logits.topk(top)
            ids.append(int(places[torch.multinomial(torch.softmax(values, 0), 1, generator=g)]))
            made += 1
            if ids[-1] == tokenizer.end:
                break
        passages.append(tokenizer.decode(ids))
    return passages


def longest_copy(passage, text):
    """Longest run of characters of the passage that stands in the text as well."""
    best, i = "", 0
    while i + len(best) < len(passage):
        if passage[i:i + len(best) + 1] in text:
            best = passage[i:i + len(best) + 1]
        else:
            i += 1
    return best


def words(passage, cut):
    """Words of a passage; the last may have been cut by the limit of tokens, so it is left out there."""
    found = [m.group().lower().replace("’", "'") for m in WORD.finditer(passage)]
    return found[:-1] if cut else found


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--model", default=str(export.REPOSITORY / "Kernels.Models.Data.Novels" / "novels"))
    a.add_argument("--run", default=str(export.HERE / "runs" / "novels"))
    a.add_argument("--data", default=str(corpus.DEFAULT_DATA))
    a.add_argument("--dense", help="also measure this checkpoint in float32, for example best.pt")
    a.add_argument("--tokens", type=int, default=2000)
    a.add_argument("--seeds", type=int, default=1, help="how many samples of that size")
    a.add_argument("--skip-loss", action="store_true")
    a = a.parse_args()
    torch.set_num_threads(2)
    folder, texts = Path(a.model), corpus.load(a.data)
    tokenizer = Tokenizer.load(folder)
    model, config = load(folder)
    context, held = config["n_positions"], {t.name: t.held_out for t in texts}
    result = {"parameters": sum(p.numel() for p in model.parameters())}
    if not a.skip_loss:
        print("held-out parts, stored INT8 weights:")
        result["held_out"] = held_out(model, tokenizer, held, context)
        if a.dense:
            print("held-out parts, float32 checkpoint:")
            dense = export.checkpoint(Path(a.run) / a.dense)[0]
            result["held_out_float32"] = held_out(load(folder, dense)[0], tokenizer, held, context)["all"]
        print("control, weights shuffled within each tensor:")
        control = {"emma": texts[0].held_out[:8000], "bible-web": texts[-1].held_out[:8000]}
        result["shuffled"] = held_out(load(folder, shuffled(folder))[0], tokenizer, control, context)["all"]
    trained = "\n".join(t.text[:t.split] for t in texts)
    lexicon = {w for t in texts for w in words(t.text, False)}
    result["samples"] = []
    for seed in range(1, a.seeds + 1):
        passages = generate(model, tokenizer, context, a.tokens, seed)
        found = [w for i, p in enumerate(passages) for w in words(p, i == len(passages) - 1)]
        known = sum(w in lexicon for w in found)
        copy = max((longest_copy(p, trained) for p in passages), key=len)
        result["samples"].append({"seed": seed, "tokens": a.tokens, "words": len(found), "known": known,
                                  "known_share": round(known / len(found), 4),
                                  "unknown": sorted({w for w in found if w not in lexicon}),
                                  "longest_copied_run": len(copy), "copied": copy, "limit": LIMIT})
        (Path(a.run) / f"sample-{seed}.txt").write_text("\n\n---\n\n".join(passages), encoding="utf-8")
    # what is normal: the longest run that held-out human text of the same size shares with the training text
    normal = {t.name: len(longest_copy(t.held_out[:2000 * 4], trained)) for t in texts}
    result["longest_run_of_held_out_text"] = normal
    (Path(a.run) / "evaluation.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps({k: v for k, v in result.items() if k != "held_out"}, indent=2, ensure_ascii=False))
    if "held_out" in result:
        print(result["held_out"]["all"])


if __name__ == "__main__":
    main()
