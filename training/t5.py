"""T5 with the tensor names of Hugging Face, written plainly. Version 1.0: ReLU, tied and scaled head; version 1.1: gated GELU, untied."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from model import HeadLoss, MatrixProducts

OUT = -1e9  # score of a key that may not be seen
NORM_EPS = "layer_norm_epsilon"


class Linear(nn.Module):
    """weight [out, in], no bias."""

    def __init__(self, rows, columns):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(rows, columns))

    def forward(self, x):
        return products(x, self)[0]


def products(x, *layers):
    """What each of the layers makes of x."""
    if not layers[0].training:
        return [x @ layer.weight.t() for layer in layers]
    flat = MatrixProducts.apply(x.reshape(-1, x.shape[-1]), *(layer.weight for layer in layers))
    return [y.view(*x.shape[:-1], -1) for y in flat]


class Norm(torch.autograd.Function):
    """x / root mean square * w, with the gradient in few passes over the rows."""

    @staticmethod
    def forward(ctx, x, w, eps):
        r = torch.linalg.vector_norm(x, dim=-1, keepdim=True).square_().div_(x.shape[-1]).add_(eps).rsqrt_()
        n = x * r
        ctx.save_for_backward(n, r, w)
        return n * w

    @staticmethod
    def backward(ctx, g):
        n, r, w = ctx.saved_tensors
        gw = (g * n).view(-1, g.shape[-1])
        along = (gw @ w).view(*g.shape[:-1], 1).div_(g.shape[-1])
        return (g * w).addcmul_(n, along, value=-1).mul_(r), gw.sum(0), None


class RmsNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x):
        if self.training:
            return Norm.apply(x, self.weight, self.eps)
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


def bucket(distance, both_ways, buckets, furthest):
    """Bucket of a relative position (key minus query): half of the buckets are exact, the rest grow by logarithms up to `furthest`."""
    first = torch.zeros_like(distance)
    if both_ways:
        buckets //= 2
        first = (distance > 0).long() * buckets
        distance = distance.abs()
    else:
        distance = (-distance).clamp(min=0)
    exact = buckets // 2
    far = exact + (torch.log(distance.clamp(min=1).float() / exact) / math.log(furthest / exact) * (buckets - exact)).long()
    return first + torch.where(distance < exact, distance, far.clamp(max=buckets - 1))


class Attention(nn.Module):
    """Scores are not divided by the root of the head size."""

    def __init__(self, c, positions):
        super().__init__()
        inner = c["num_heads"] * c["d_kv"]
        self.heads = c["num_heads"]
        self.q, self.k, self.v = (Linear(inner, c["d_model"]) for _ in range(3))
        self.o = Linear(c["d_model"], inner)
        if positions:
            self.relative_attention_bias = nn.Embedding(c["relative_attention_num_buckets"], c["num_heads"])

    def split(self, x):
        return x.view(*x.shape[:2], self.heads, -1).transpose(1, 2)

    def forward(self, q, k, v, bias):
        """q [b, heads, t, d_kv], k and v [b, heads, s, d_kv], bias [b or 1, heads or 1, t, s]."""
        scores = q @ k.transpose(2, 3)
        y = torch.softmax(scores if bias is None else scores + bias, -1) @ v
        return self.o(y.transpose(1, 2).flatten(2))

    def parts(self, x, *layers):
        return [self.split(y) for y in products(x, *layers)]


class Relu(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.wi, self.wo = Linear(c["d_ff"], c["d_model"]), Linear(c["d_model"], c["d_ff"])

    def forward(self, x):
        return self.wo(torch.relu(self.wi(x)))


class GatedGelu(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.wi_0, self.wi_1 = Linear(c["d_ff"], c["d_model"]), Linear(c["d_ff"], c["d_model"])
        self.wo = Linear(c["d_model"], c["d_ff"])

    def forward(self, x):
        gate, x = products(x, self.wi_0, self.wi_1)
        return self.wo(F.gelu(gate, approximate="tanh") * x)


class Layer(nn.Module):
    """A norm and one of SelfAttention, EncDecAttention, DenseReluDense; the caller adds the result."""

    def __init__(self, c, name, module):
        super().__init__()
        self.layer_norm = RmsNorm(c["d_model"], c[NORM_EPS])
        self.add_module(name, module)


class Block(nn.Module):
    def __init__(self, c, decoder, first):
        super().__init__()
        feed = GatedGelu(c) if c["feed_forward_proj"] == "gated-gelu" else Relu(c)
        layers = [Layer(c, "SelfAttention", Attention(c, first)), Layer(c, "DenseReluDense", feed)]
        if decoder:
            layers.insert(1, Layer(c, "EncDecAttention", Attention(c, False)))
        self.layer = nn.ModuleList(layers)

    def forward(self, x, bias, crossed=None, hidden=None, past=None):
        """crossed: keys and values of the encoder; past: a list that holds those of the tokens so far and takes the new ones."""
        own, feed = self.layer[0], self.layer[-1]
        attend = own.SelfAttention
        q, *keys = attend.parts(own.layer_norm(x), attend.q, attend.k, attend.v)
        if past is not None:
            if past:
                keys = [torch.cat(kv, 2) for kv in zip(past, keys)]
            past[:] = keys
        x = x + attend(q, *keys, bias)
        if crossed is not None:
            attend = self.layer[1].EncDecAttention
            x = x + attend(*attend.parts(self.layer[1].layer_norm(x), attend.q), *crossed, hidden)
        return x + feed.DenseReluDense(feed.layer_norm(x))


class Stack(nn.Module):
    def __init__(self, c, decoder):
        super().__init__()
        self.c, self.decoder = c, decoder
        layers = c.get("num_decoder_layers") or c["num_layers"] if decoder else c["num_layers"]
        self.block = nn.ModuleList(Block(c, decoder, i == 0) for i in range(layers))
        self.final_layer_norm = RmsNorm(c["d_model"], c[NORM_EPS])

    def positions(self, queries, keys):
        """Bias [1, heads, queries, keys]; the queries are the last of the keys. The first block's table serves all blocks."""
        distance = torch.arange(keys)[None, :] - torch.arange(keys - queries, keys)[:, None]
        table = self.block[0].layer[0].SelfAttention.relative_attention_bias
        place = bucket(distance, not self.decoder, self.c["relative_attention_num_buckets"], self.c["relative_attention_max_distance"])
        bias = table(place).permute(2, 0, 1)[None]
        return bias.masked_fill(distance > 0, OUT) if self.decoder else bias


class T5(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.c = c = config
        self.shared = nn.Embedding(c["vocab_size"], c["d_model"])
        self.encoder, self.decoder = Stack(c, False), Stack(c, True)
        if not c["tie_word_embeddings"]:
            self.lm_head = Linear(c["vocab_size"], c["d_model"])

    def initialise(self, seed):
        """T5's start: embeddings 1, queries smaller by the root of the head size since scores are not divided by it."""
        g = torch.Generator().manual_seed(seed)
        d, kv = self.c["d_model"], self.c["d_kv"]
        with torch.no_grad():
            for name, p in self.named_parameters():
                if p.dim() == 1:
                    p.fill_(1)
                elif name == "shared.weight":
                    p.normal_(0, 1, generator=g)
                elif name.endswith(".q.weight"):
                    p.normal_(0, (d * kv) ** -0.5, generator=g)
                else:
                    p.normal_(0, p.shape[1] ** -0.5, generator=g)

    def encode(self, ids, mask=None):
        """ids [b, s], mask [b, s] true where a token stands; gives the states [b, s, d]."""
        bias = self.encoder.positions(ids.shape[1], ids.shape[1])
        if mask is not None:
            bias = bias + hidden(mask)
        x = self.shared(ids)
        for block in self.encoder.block:
            x = block(x, bias)
        return self.encoder.final_layer_norm(x)

    def crossed(self, states):
        """Keys and values of the encoder's states for every block of the decoder."""
        layers = [block.layer[1].EncDecAttention for block in self.decoder.block]
        made = products(states, *(layer for attend in layers for layer in (attend.k, attend.v)))
        return [tuple(attend.split(y) for y in made[2 * i:2 * i + 2]) for i, attend in enumerate(layers)]

    def decode(self, ids, crossed, mask=None, past=None):
        """States [b, t, d] of the decoder, scaled for the head where it is tied; past: one list a block, for the tokens so far."""
        before = past[0][0].shape[2] if past and past[0] else 0
        bias = self.decoder.positions(ids.shape[1], before + ids.shape[1])
        seen = None if mask is None else hidden(mask)
        x = self.shared(ids)
        for i, block in enumerate(self.decoder.block):
            x = block(x, bias, crossed[i], seen, None if past is None else past[i])
        x = self.decoder.final_layer_norm(x)
        return x * self.c["d_model"] ** -0.5 if self.c["tie_word_embeddings"] else x

    def head(self):
        return self.shared.weight if self.c["tie_word_embeddings"] else self.lm_head.weight

    def logits(self, states):
        return states @ self.head().t()

    def forward(self, source, target, mask=None):
        """Logits [b, t, vocabulary] for decoder ids that begin with the start token."""
        return self.logits(self.decode(target, self.crossed(self.encode(source, mask)), mask))

    def loss(self, source, mask, target, labels):
        """Mean nats of the labels that are not -100."""
        x = self.decode(target, self.crossed(self.encode(source, mask)), mask)
        kept = labels.reshape(-1) >= 0
        return HeadLoss.apply(x.view(-1, x.shape[-1])[kept], self.head(), labels.reshape(-1)[kept])


def hidden(mask):
    return (~mask)[:, None, None, :] * OUT
