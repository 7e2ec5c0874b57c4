"""FSMT and Marian with the tensor names of Hugging Face, written plainly: sinusoidal positions, a norm after each sum, biases everywhere."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

OUT = -1e9  # score of a key that may not be seen
NORM_EPS = 1e-5
ACTIVATIONS = {"relu": torch.relu, "swish": F.silu}


def fsmt_positions(count, width, pad):
    """[count, width]: sines, then cosines; the lengths of the waves reach 10000 at the last of each; a pad has none."""
    half = width // 2
    rate = torch.exp(torch.arange(half, dtype=torch.float) * -(math.log(10000) / (half - 1)))
    angle = torch.arange(count, dtype=torch.float)[:, None] * rate[None]
    table = torch.cat([angle.sin(), angle.cos()], 1)
    table = F.pad(table, (0, width - 2 * half))
    table[pad] = 0
    return table


def marian_positions(count, width):
    """[count, width]: sines, then cosines; column j of either turns at 10000^(-2 j / width)."""
    sines, cosines = (width + 1) // 2, width // 2
    angle = [[p / 10000 ** (2 * j / width) for j in range(sines)] for p in range(count)]
    angle = torch.tensor(angle, dtype=torch.float64)
    return torch.cat([angle.sin(), angle[:, :cosines].cos()], 1).float()


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.k_proj, self.v_proj, self.q_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))

    def split(self, x):
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def keys(self, x):
        return self.split(self.k_proj(x)), self.split(self.v_proj(x))

    def forward(self, x, k, v, bias):
        q = self.split(self.q_proj(x) * (x.shape[-1] // self.heads) ** -0.5)
        scores = q @ k.transpose(2, 3)
        y = torch.softmax(scores if bias is None else scores + bias, -1) @ v
        return self.out_proj(y.transpose(1, 2).flatten(2))


def norm(width):
    return nn.LayerNorm(width, eps=NORM_EPS)


class Layer(nn.Module):
    def __init__(self, c, side):
        super().__init__()
        width = c["d_model"]
        self.self_attn, self.self_attn_layer_norm = Attention(width, c[f"{side}_attention_heads"]), norm(width)
        if side == "decoder":
            self.encoder_attn, self.encoder_attn_layer_norm = Attention(width, c["decoder_attention_heads"]), norm(width)
        self.fc1, self.fc2 = nn.Linear(width, c[f"{side}_ffn_dim"]), nn.Linear(c[f"{side}_ffn_dim"], width)
        self.final_layer_norm = norm(width)
        self.activation = ACTIVATIONS[c["activation_function"]]

    def forward(self, x, bias, crossed=None, hidden=None, past=None):
        """crossed: keys and values of the encoder; past: a list that holds those of the tokens so far and takes the new ones."""
        keys = self.self_attn.keys(x)
        if past is not None:
            if past:
                keys = [torch.cat(kv, 2) for kv in zip(past, keys)]
            past[:] = keys
        x = self.self_attn_layer_norm(x + self.self_attn(x, *keys, bias))
        if crossed is not None:
            x = self.encoder_attn_layer_norm(x + self.encoder_attn(x, *crossed, hidden))
        return self.final_layer_norm(x + self.fc2(self.activation(self.fc1(x))))


class Stack(nn.Module):
    def __init__(self, c, side, vocabulary):
        super().__init__()
        self.embed_tokens = nn.Embedding(vocabulary, c["d_model"])
        self.layers = nn.ModuleList(Layer(c, side) for _ in range(c[f"{side}_layers"]))
        self.scale = c["d_model"] ** 0.5 if c["scale_embedding"] else 1.0


class Inner(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.encoder = Stack(c, "encoder", c.get("src_vocab_size") or c["vocab_size"])
        self.decoder = Stack(c, "decoder", c.get("tgt_vocab_size") or c["vocab_size"])


class Translator(nn.Module):
    """FSMT (two vocabularies, positions from pad + 1) or Marian (one, positions from 0, a bias of the logits), as `model_type` says."""

    def __init__(self, config):
        super().__init__()
        self.c = c = config
        self.marian = c["model_type"] == "marian"
        self.model = Inner(c)
        self.first = 0 if self.marian else c["pad_token_id"] + 1
        count = c["max_position_embeddings"] + self.first
        self.waves = marian_positions(count, c["d_model"]) if self.marian else fsmt_positions(count, c["d_model"], c["pad_token_id"])
        if self.marian:
            self.model.decoder.embed_tokens = self.model.encoder.embed_tokens
            self.register_buffer("final_logits_bias", torch.zeros(1, c["vocab_size"]))

    def tensors(self):
        """What a checkpoint of Hugging Face holds: tied tensors once, under the name that it is read by."""
        held = {n: p.detach() for n, p in self.named_parameters()}
        if self.marian:
            held["model.shared.weight"] = held.pop("model.encoder.embed_tokens.weight")
            held["final_logits_bias"] = self.final_logits_bias
        return held

    def embed(self, stack, ids, before=0):
        places = torch.arange(self.first + before, self.first + before + ids.shape[1])
        return stack.embed_tokens(ids) * stack.scale + self.waves[places]

    def encode(self, ids, mask=None):
        """ids [b, s], mask [b, s] true where a token stands; gives the states [b, s, d]."""
        bias = None if mask is None else (~mask)[:, None, None, :] * OUT
        x = self.embed(self.model.encoder, ids)
        for layer in self.model.encoder.layers:
            x = layer(x, bias)
        return x

    def crossed(self, states):
        return [layer.encoder_attn.keys(states) for layer in self.model.decoder.layers]

    def decode(self, ids, crossed, mask=None, past=None):
        """States [b, t, d] of the decoder; past: one list a layer, for the tokens so far."""
        before = past[0][0].shape[2] if past and past[0] else 0
        count = ids.shape[1]
        later = torch.arange(before + count)[None, :] > torch.arange(before, before + count)[:, None]
        hidden = None if mask is None else (~mask)[:, None, None, :] * OUT
        x = self.embed(self.model.decoder, ids, before)
        for i, layer in enumerate(self.model.decoder.layers):
            x = layer(x, later * OUT, crossed[i], hidden, None if past is None else past[i])
        return x

    def logits(self, states):
        y = states @ self.model.decoder.embed_tokens.weight.t()
        return y + self.final_logits_bias if self.marian else y

    def forward(self, source, target, mask=None):
        """Logits [b, t, vocabulary] for decoder ids that begin with the start token."""
        return self.logits(self.decode(target, self.crossed(self.encode(source, mask)), mask))
