#!/usr/bin/python3
"""Writes tests/fixtures/tiny-fsmt and tiny-marian: random translators of odd sizes with PyTorch's states, logits and decoded outputs."""
import torch
import torch.nn.functional as F

import decode
from fsmt import Translator
from make_t5_fixture import case, write_folder

COMMON = {"activation_dropout": 0.0, "attention_dropout": 0.0, "dropout": 0.0, "is_encoder_decoder": True, "scale_embedding": True, "torch_dtype": "float32"}
CONFIGS = {
    "tiny-fsmt": {**COMMON, "activation_function": "relu", "architectures": ["FSMTForConditionalGeneration"], "bos_token_id": 0,
                  "d_model": 30, "decoder": {"bos_token_id": 2, "vocab_size": 83}, "decoder_attention_heads": 3, "decoder_ffn_dim": 37,
                  "decoder_layers": 2, "decoder_start_token_id": 2, "encoder_attention_heads": 5, "encoder_ffn_dim": 52, "encoder_layers": 3,
                  "eos_token_id": 2, "forced_eos_token_id": 2, "langs": ["en", "fr"], "max_position_embeddings": 256, "model_type": "fsmt",
                  "pad_token_id": 1, "src_vocab_size": 71, "tgt_vocab_size": 83, "tie_word_embeddings": False},
    "tiny-marian": {**COMMON, "activation_function": "swish", "architectures": ["MarianMTModel"], "bad_words_ids": [[95]], "bos_token_id": 0,
                    "d_model": 28, "decoder_attention_heads": 4, "decoder_ffn_dim": 45, "decoder_layers": 3, "decoder_start_token_id": 95,
                    "encoder_attention_heads": 4, "encoder_ffn_dim": 45, "encoder_layers": 2, "eos_token_id": 0, "forced_eos_token_id": 0,
                    "max_position_embeddings": 256, "model_type": "marian", "normalize_before": False, "normalize_embedding": False,
                    "pad_token_id": 95, "share_encoder_decoder_embeddings": True, "static_position_embeddings": True,
                    "tie_word_embeddings": True, "vocab_size": 96},
}
CASES = ((1, 1), (5, 7), (23, 40), (200, 12))  # tokens of the source (an end token included) and of the decoder's input
SPREAD = {"q_proj": 2, "k_proj": 2, "out_proj": 0.8, "fc2": 1}
SEEDS = {"tiny-fsmt": 18, "tiny-marian": 16}  # of these, some outputs end early, and beams find other texts than greed


def random_model(config, g):
    """Attention must not be flat, and no bias, gain or wave may go unnoticed. The end token must come now and then."""
    model = Translator(config).eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            if "embed_tokens" in name:
                p.copy_(F.normalize(torch.empty_like(p).normal_(0, 1, generator=g))).mul_(1.2)  # or the longest row would always win
            elif p.dim() == 1:
                p.normal_(*((1, 0.3) if "norm.weight" in name else (0, 0.1)), generator=g)
            else:
                p.normal_(0, SPREAD.get(name.split(".")[-2], 1.2) / p.shape[1] ** 0.5, generator=g)
        model.model.decoder.layers[-1].final_layer_norm.weight.normal_(0, 2, generator=g)  # or the last token alone would decide the next
        model.model.decoder.embed_tokens.weight[config["eos_token_id"]] *= 1.3
        if model.marian:
            model.final_logits_bias.normal_(0, 0.5, generator=g)
    return model


def write(name, config, seed):
    g = torch.Generator().manual_seed(seed)
    model = random_model(config, g)
    end, start, pad = config["eos_token_id"], config["decoder_start_token_id"], config["pad_token_id"]
    marks = decode.Marks(start, end, pad, (pad,) if model.marian else ())

    def drawn(stack, count):
        usable = [i for i in range(stack.embed_tokens.num_embeddings) if i not in (start, end, pad)]
        return [usable[i] for i in torch.randint(len(usable), (count,), generator=g)]

    cases = []
    for length, decoded in CASES:
        source = drawn(model.model.encoder, length - 1) + [end]
        target = [start] + drawn(model.model.decoder, decoded - 1)
        with torch.no_grad():
            cases.append(case(model, source, target, marks))
    write_folder(name, config, model.tensors(), cases)


def main():
    for name, config in CONFIGS.items():
        write(name, config, SEEDS[name])


if __name__ == "__main__":
    main()
