"""GPT-2 with the tensor names of Hugging Face, written plainly; while training, matrices multiply in the type that is fast here."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

QUERIES, ROWS = 128, 128
KIND = torch.bfloat16  # of matrix products while training; set_kind chooses


def set_kind(kind):
    global KIND
    KIND = kind


class MatrixProduct(torch.autograd.Function):
    """x [n, in] times w [in, out] in KIND with float32 at both ends: bfloat16 is twice as fast as float32 where the CPU has it."""

    @staticmethod
    def forward(ctx, x, w):
        x, w = x.to(KIND), w.to(KIND)
        ctx.save_for_backward(x, w)
        return (x @ w).float()

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        g = g.to(KIND)
        return (g @ w.t()).float(), (x.t() @ g).float()


class MatrixProducts(torch.autograd.Function):
    """x [n, in] times the transposes of several w [out, in]: x is brought to KIND only once."""

    @staticmethod
    def forward(ctx, x, *ws):
        x, ws = x.to(KIND), [w.to(KIND) for w in ws]
        ctx.save_for_backward(x, *ws)
        return tuple((x @ w.t()).float() for w in ws)

    @staticmethod
    def backward(ctx, *gs):
        x, *ws = ctx.saved_tensors
        gs = [g.to(KIND) for g in gs]
        return (sum(g @ w for g, w in zip(gs, ws)).float(), *[(g.t() @ x).float() for g in gs])


class HeadLoss(torch.autograd.Function):
    """Mean cross entropy of x [n, in] through the head w [vocabulary, in], some rows at a time so that logits stay in cache."""

    @staticmethod
    def forward(ctx, x, w, targets):
        xb, wb = x.to(KIND), w.to(KIND)
        gx, gw, nats = torch.empty_like(x), torch.zeros_like(w), 0.0
        for a in range(0, len(x), ROWS):
            rows = xb[a:a + ROWS]
            p = (rows @ wb.t()).float()
            here = targets[a:a + ROWS, None]
            top = p.amax(1, keepdim=True)
            chosen = p.gather(1, here)
            total = p.sub_(top).exp_().sum(1, keepdim=True)
            nats += (total.log() + top - chosen).sum().item()
            p.div_(total).scatter_add_(1, here, torch.full_like(chosen, -1.0))
            g = p.to(KIND)
            gx[a:a + ROWS] = g @ wb
            gw += g.t() @ rows
        ctx.save_for_backward(gx.div_(len(x)), gw.div_(len(x)))
        return x.new_tensor(nats / len(x))

    @staticmethod
    def backward(ctx, g):
        gx, gw = ctx.saved_tensors
        return gx * g, gw * g, None


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
        q = q / math.sqrt(e // self.heads)
        parts = []
        for start in range(0, t, QUERIES):  # a block of queries needs no keys past its own end
            end = min(t, start + QUERIES)
            scores = q[:, :, start:end] @ k[:, :, :end].transpose(2, 3) + mask[start:end, :end]
            parts.append(torch.softmax(scores, -1) @ v[:, :, :end])
        y = torch.cat(parts, dim=2)
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
        return product(self.states(ids), self.transformer["wte"].weight.t(), self.training)

    def loss(self, ids, targets):
        """Mean nats a token, with the gradient of the head worked out on the way."""
        x = self.states(ids)
        return HeadLoss.apply(x.view(-1, x.shape[-1]), self.transformer["wte"].weight, targets.reshape(-1))

    def states(self, ids):
        t = self.transformer
        n = ids.shape[1]
        mask = torch.full((n, n), -1e9).triu(1)
        x = t["wte"](ids) + t["wpe"](torch.arange(n))
        x = F.dropout(x, self.drop, self.training)
        for block in t["h"]:
            x = block(x, mask, self.drop)
        return t["ln_f"](x)
