"""GPT-2 with the tensor names of Hugging Face, written plainly; matrices multiply in bfloat16 while training."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class MatrixProduct(torch.autograd.Function):
    """x [n, in] times w [in, out] in bfloat16 with float32 at both ends: twice the speed of float32 where the CPU has it."""

    @staticmethod
    def forward(ctx, x, w):
        x, w = x.bfloat16(), w.bfloat16()
        ctx.save_for_backward(x, w)
        return (x @ w).float()

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        g = g.bfloat16()
        return (g @ w.t()).float(), (x.t() @ g).float()


def product(x, w, fast):
    flat = x.reshape(-1, x.shape[-1])
    y = MatrixProduct.apply(flat, w) if fast else flat @ w
    return y.view(*x.shape[:-1], w.shape[1])


class Conv1D(nn.Module):
    """GPT-2's linear layer: weight [in, out]."""

    def __init__(self, rows, columns):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(rows, columns))
        self.bias = nn.Parameter(torch.empty(columns))

    def forward(self, x):
        return product(x, self.weight, self.training) + self.bias


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads = c["n_head"]
        self.c_attn = Conv1D(c["n_embd"], 3 * c["n_embd"])
        self.c_proj = Conv1D(c["n_embd"], c["n_embd"])

    def forward(self, x, mask):
        b, t, e = x.shape
        q, k, v = (p.view(b, t, self.heads, -1).transpose(1, 2) for p in self.c_attn(x).split(e, dim=2))
        scores = q @ k.transpose(2, 3) / math.sqrt(e // self.heads) + mask
        y = torch.softmax(scores, -1) @ v
        return self.c_proj(y.transpose(1, 2).reshape(b, t, e))


class Mlp(nn.Module):
    def __init__(self, c):
        super().__init__()
        inner = c.get("n_inner") or 4 * c["n_embd"]
        self.c_fc = Conv1D(c["n_embd"], inner)
        self.c_proj = Conv1D(inner, c["n_embd"])

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x), approximate="tanh"))


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        e, eps = c["n_embd"], c["layer_norm_epsilon"]
        self.ln_1, self.attn = nn.LayerNorm(e, eps), Attention(c)
        self.ln_2, self.mlp = nn.LayerNorm(e, eps), Mlp(c)

    def forward(self, x, mask, drop):
        x = x + F.dropout(self.attn(self.ln_1(x), mask), drop, self.training)
        return x + F.dropout(self.mlp(self.ln_2(x)), drop, self.training)


class Gpt2(nn.Module):
    def __init__(self, config, dropout=0.0):
        super().__init__()
        c, self.drop = config, dropout
        self.transformer = nn.ModuleDict({
            "wte": nn.Embedding(c["vocab_size"], c["n_embd"]),
            "wpe": nn.Embedding(c["n_positions"], c["n_embd"]),
            "h": nn.ModuleList(Block(c) for _ in range(c["n_layer"])),
            "ln_f": nn.LayerNorm(c["n_embd"], c["layer_norm_epsilon"]),
        })

    def initialise(self, seed):
        """GPT-2's start: normal 0.02, projections into the residual smaller with depth, norms 1, biases 0."""
        g = torch.Generator().manual_seed(seed)
        depth = math.sqrt(2 * len(self.transformer["h"]))
        with torch.no_grad():
            for name, p in self.named_parameters():
                if name.endswith("bias"):
                    p.zero_()
                elif p.dim() == 1:
                    p.fill_(1)
                else:
                    p.normal_(0, 0.02 / depth if name.endswith("c_proj.weight") else 0.02, generator=g)

    def forward(self, ids):
        t = self.transformer
        n = ids.shape[1]
        mask = torch.full((n, n), -1e9).triu(1)
        x = t["wte"](ids) + t["wpe"](torch.arange(n))
        x = F.dropout(x, self.drop, self.training)
        for block in t["h"]:
            x = block(x, mask, self.drop)
        return product(t["ln_f"](x), t["wte"].weight.t(), self.training)
