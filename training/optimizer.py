"""Muon for the matrices of the blocks, Adam for the rest; the work is divided over the ranks by whole tensors."""
import math

import torch

import model

ADAM_BETAS, ADAM_EPS, MOMENTUM = (0.9, 0.98), 1e-9, 0.95


def orthogonal(g):
    """Newton-Schulz iteration towards the nearest orthogonal matrix (quintic coefficients of the Muon optimiser)."""
    x = g.to(model.KIND)
    tall = x.shape[0] > x.shape[1]
    if tall:
        x = x.t()
    x = x / (x.float().norm() + 1e-7).to(model.KIND)
    for _ in range(5):
        a = x @ x.t()
        b = -4.7750 * a + 2.0315 * (a @ a)
        x = 3.4445 * x + b @ x
    return (x.t() if tall else x).float()


class Optimizer:
    """State lives in two flat tensors shared by the ranks, beside the flat parameters and gradients."""

    def __init__(self, spans, weights, first, second, muon_rate, adam_rate, decay):
        self.spans, self.weights, self.first, self.second = spans, weights, first, second
        self.muon_rate, self.adam_rate, self.decay = muon_rate, adam_rate, decay

    def step(self, rank, ranks, gradients, scale, count):
        matrices = 0
        for name, start, shape in self.spans:
            end = start + math.prod(shape)
            blocks = self.in_block(name, shape)
            owner = matrices % ranks if blocks else 0
            matrices += blocks
            if owner != rank:
                continue
            g = sum(flat[start:end] for flat in gradients) / len(gradients)
            w, m = self.weights[start:end], self.first[start:end]
            if blocks:
                self.muon(name, w.view(shape), m.view(shape), g.view(shape), scale)
            else:
                self.adam(w, m, self.second[start:end], g, scale, count, len(shape) == 2)

    def in_block(self, name, shape):
        return name.startswith("transformer.h.") and len(shape) == 2

    def muon(self, name, w, m, g, scale):
        m.mul_(MOMENTUM).add_(g, alpha=1 - MOMENTUM)
        g = g.lerp(m, MOMENTUM)
        # the query, key and value parts are three matrices that GPT-2 stores as one
        parts = g.chunk(3, dim=1) if name.endswith("c_attn.weight") else [g]
        update = torch.cat([orthogonal(p) * max(1, p.shape[1] / p.shape[0]) ** 0.5 for p in parts], dim=1)
        w.mul_(1 - scale * self.muon_rate * self.decay).sub_(update, alpha=scale * self.muon_rate)

    def adam(self, w, m, v, g, scale, count, matrix):
        b1, b2 = ADAM_BETAS
        m.lerp_(g, 1 - b1)
        v.mul_(b2).addcmul_(g, g, value=1 - b2)
        root = (v / (1 - b2 ** count)).sqrt_().add_(ADAM_EPS)
        if matrix:
            w.mul_(1 - scale * self.adam_rate * self.decay)
        w.addcdiv_(m, root, value=-scale * self.adam_rate / (1 - b1 ** count))


class T5Optimizer(Optimizer):
    """For T5's matrices, stored [out, in]. Queries learn slower by the root of the head size: their scores are not divided by it."""

    def __init__(self, head_size, *rest):
        super().__init__(*rest)
        self.head_size = head_size

    def in_block(self, name, shape):
        return ".block." in name and len(shape) == 2 and "relative_attention_bias" not in name

    def muon(self, name, w, m, g, scale):
        m.mul_(MOMENTUM).add_(g, alpha=1 - MOMENTUM)
        rows, columns = g.shape
        gain = max(1, rows / columns) ** 0.5
        if name.endswith(".q.weight"):
            gain *= self.head_size ** -0.5
        w.mul_(1 - scale * self.muon_rate * self.decay).sub_(orthogonal(g.lerp(m, MOMENTUM)), alpha=scale * self.muon_rate * gain)
