#!/usr/bin/python3
"""Writes tests/fixtures/tiny-t5 and tiny-t5-v11: random T5 models of odd sizes with PyTorch's states, logits and decoded outputs."""
import json

import torch

import decode
import export
import safetensors
from t5 import T5

COMMON = {
    "architectures": ["T5ForConditionalGeneration"], "decoder_start_token_id": 0, "dropout_rate": 0.0, "eos_token_id": 1,
    "is_encoder_decoder": True, "layer_norm_epsilon": 1e-6, "model_type": "t5", "pad_token_id": 0,
    "relative_attention_max_distance": 128, "relative_attention_num_buckets": 32, "torch_dtype": "float32",
}
CONFIGS = {
    "tiny-t5": {**COMMON, "d_ff": 52, "d_kv": 12, "d_model": 32, "feed_forward_proj": "relu", "is_gated_act": False, "num_decoder_layers": 2,
                "num_heads": 3, "num_layers": 2, "tie_word_embeddings": True, "vocab_size": 96},
    "tiny-t5-v11": {**COMMON, "d_ff": 37, "d_kv": 9, "d_model": 28, "feed_forward_proj": "gated-gelu", "is_gated_act": True,
                    "num_decoder_layers": 1, "num_heads": 5, "num_layers": 3, "relative_attention_max_distance": 40,
                    "relative_attention_num_buckets": 14, "tie_word_embeddings": False, "vocab_size": 83},
}
CASES = ((1, 1), (5, 7), (23, 40), (200, 12), (90, 150))  # tokens of the source (an end token included) and of the decoder's input
NEW_TOKENS = 20
SEEDS = {"tiny-t5": 38, "tiny-t5-v11": 26}  # of these, some outputs end early, and stopping early matters to some


def random_model(config, g):
    """Far from T5's start: attention must not be flat, and no gain or distance may go unnoticed. The end token must come now and then."""
    model = T5(config).eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.dim() == 1:
                p.normal_(1, 0.3, generator=g)
            elif name == "shared.weight" or "relative_attention_bias" in name:
                p.normal_(0, 1, generator=g)
            else:
                p.normal_(0, (0.6 if name.endswith(".q.weight") else 1.2) / p.shape[1] ** 0.5, generator=g)
        model.head()[decode.END] *= 2
        if config["tie_word_embeddings"]:  # or the last token alone would decide the next
            for name, p in model.named_parameters():
                p.mul_(2.5 if name.endswith((".o.weight", ".wo.weight")) else 1)
            model.decoder.final_layer_norm.weight.normal_(0, 2, generator=g)
        else:
            model.lm_head.weight *= 1.5
    return model


def rows(t):
    return "[\n" + ",\n".join("[" + ",".join(f"{v:.9g}" for v in row) + "]" for row in t.tolist()) + "]"


def case(model, source, target, marks=decode.T5_MARKS):
    states = model.encode(torch.tensor([source]))[0]
    logits = model(torch.tensor([source]), torch.tensor([target]))[0]
    some = sorted({0, len(source) // 2, len(source) - 1})
    about = {"source_ids": source, "decoder_ids": target, "greedy": decode.greedy(model, [source], NEW_TOKENS, marks)[0],
             "beam4": [{"early_stopping": early, "length_penalty": penalty, "ids": ids, "score": float(f"{score:.9g}")}
                       for early in (False, True) for penalty in (1.0, 0.6)
                       for ids, score in decode.beam(model, [source], NEW_TOKENS, 4, penalty, early, marks)]}
    if len(target) > 40:  # the last rows show whether distances beyond the furthest bucket are right
        kept = list(range(0, len(target), 16)) + [len(target) - 1]
    else:
        kept = list(range(len(target)))
    return (json.dumps(about)[:-1] + f',\n"state_rows":{some},"states":{rows(states[some])},\n'
            f'"states_sum":{float(states.double().sum()):.9g},"logit_rows":{kept},"logits":{rows(logits[kept])}}}')


def write(name, config, seed):
    g = torch.Generator().manual_seed(seed)
    model = random_model(config, g)
    cases = []
    for length, decoded in CASES:
        source = torch.randint(2, config["vocab_size"], (length - 1,), generator=g).tolist() + [decode.END]
        target = [0] + torch.randint(2, config["vocab_size"], (decoded - 1,), generator=g).tolist()
        with torch.no_grad():
            cases.append(case(model, source, target))
    write_folder(name, config, dict(model.named_parameters()), cases)


def write_folder(name, config, tensors, cases):
    folder = export.REPOSITORY / "tests" / "fixtures" / name
    folder.mkdir(parents=True, exist_ok=True)
    safetensors.write(folder / "model.safetensors", {n: p.detach().numpy() for n, p in tensors.items()})
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", newline="\n")
    text = ('{"origin":"PyTorch ' + torch.__version__ + ', float32; greedy and beam4 without the start token, at most '
            f'{NEW_TOKENS} tokens","cases":[\n' + ",\n".join(cases) + "]}\n")
    json.loads(text)
    (folder / "golden.json").write_text(text, newline="\n")


def main():
    for name, config in CONFIGS.items():
        write(name, config, SEEDS[name])


if __name__ == "__main__":
    main()
