#!/usr/bin/python3
"""Writes tests/fixtures/tiny-gpt2: a random GPT-2 of odd sizes and PyTorch's logits for three prompts, to check other forward passes."""
import json

import torch

import export
import safetensors
from model import Gpt2

CONFIG = {
    "activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "bos_token_id": 36, "eos_token_id": 36,
    "layer_norm_epsilon": 1e-5, "model_type": "gpt2", "n_ctx": 70, "n_embd": 20, "n_head": 4, "n_inner": 52, "n_layer": 2,
    "n_positions": 70, "tie_word_embeddings": True, "torch_dtype": "float32", "vocab_size": 37,
}
LENGTHS = (1, 5, 70)  # one token, a short prompt, and one that fills the context and crosses a 64-key block


def main():
    folder = export.REPOSITORY / "tests" / "fixtures" / "tiny-gpt2"
    folder.mkdir(parents=True, exist_ok=True)
    g = torch.Generator().manual_seed(7)
    model = Gpt2(CONFIG).eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            # far from GPT-2's start: attention must not be flat, and no bias or gain may go unnoticed
            near = 1.0 if ".ln_" in name and name.endswith("weight") else 0.0
            p.normal_(near, 0.4 if p.dim() == 2 else 0.3, generator=g)
    weights = {n: p.detach().numpy() for n, p in model.named_parameters()}
    safetensors.write(folder / "model.safetensors", weights)
    (folder / "config.json").write_text(json.dumps(CONFIG, indent=2) + "\n", newline="\n")
    cases = []
    for length in LENGTHS:
        ids = torch.randint(CONFIG["vocab_size"], (length,), generator=g)
        with torch.no_grad():
            logits = model(ids[None])[0]
        rows = ["[" + ",".join(f"{v:.9g}" for v in row) + "]" for row in logits.tolist()]
        cases.append('{"ids":' + json.dumps(ids.tolist()) + ',"logits":[\n' + ",\n".join(rows) + "]}")
    text = '{"source":"PyTorch ' + torch.__version__ + ', float32, logits of every position","cases":[\n' + ",\n".join(cases) + "]}\n"
    json.loads(text)
    (folder / "expected.json").write_text(text, newline="\n")


if __name__ == "__main__":
    main()
